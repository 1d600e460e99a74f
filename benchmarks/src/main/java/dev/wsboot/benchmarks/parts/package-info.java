/**
 * JMH benchmarks of single parts of the path of a message.
 */
@NullMarked
package dev.wsboot.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
