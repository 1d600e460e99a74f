/**
 * Test support for applications that serve WebSockets.
 */
@NullMarked
package dev.wsboot.test;

import org.jspecify.annotations.NullMarked;
