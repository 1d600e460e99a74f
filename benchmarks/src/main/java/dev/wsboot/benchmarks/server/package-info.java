/**
 * The servers that are compared, each with a main class of its own.
 */
@NullMarked
package dev.wsboot.benchmarks.server;

import org.jspecify.annotations.NullMarked;
