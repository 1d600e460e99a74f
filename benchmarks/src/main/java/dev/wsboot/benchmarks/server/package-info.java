/**
 * The servers of the comparison, each with its own main class.
 */
@NullMarked
package dev.wsboot.benchmarks.server;

import org.jspecify.annotations.NullMarked;
