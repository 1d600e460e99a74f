/**
 * The comparison of servers: starts them in turn, puts load on them and prints the
 * measurements.
 */
@NullMarked
package dev.wsboot.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
