/**
 * The load generator: one thread that opens connections, sends messages and checks what
 * comes back.
 */
@NullMarked
package dev.wsboot.benchmarks.load;

import org.jspecify.annotations.NullMarked;
