/**
 * The comparison: starts servers in turn, has them loaded, and prints what was measured.
 */
@NullMarked
package dev.wsboot.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
