/**
 * The parts of the way of a message, each by itself (JMH).
 */
@NullMarked
package dev.wsboot.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
