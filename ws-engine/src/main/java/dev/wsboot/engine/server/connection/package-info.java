/**
 * Connections: their input and output, the stages that they pass through, and their end.
 */
@NullMarked
package dev.wsboot.engine.server.connection;

import org.jspecify.annotations.NullMarked;
