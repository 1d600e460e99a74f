/**
 * The event loop: one thread that serves whatever is registered with its selector.
 */
@NullMarked
package dev.wsboot.engine.server.loop;

import org.jspecify.annotations.NullMarked;
