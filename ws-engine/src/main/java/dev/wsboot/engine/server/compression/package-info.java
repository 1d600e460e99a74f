/**
 * The permessage-deflate extension of a session.
 */
@NullMarked
package dev.wsboot.engine.server.compression;

import org.jspecify.annotations.NullMarked;
