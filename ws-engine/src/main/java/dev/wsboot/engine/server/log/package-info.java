/**
 * The engine's log.
 */
@NullMarked
package dev.wsboot.engine.server.log;

import org.jspecify.annotations.NullMarked;
