/**
 * The server: its event loops, its acceptor, and the parts that its connections share.
 * Only this package knows all packages below it.
 */
@NullMarked
package dev.wsboot.engine.server;

import org.jspecify.annotations.NullMarked;
