/**
 * The annotations that make a bean serve WebSocket sessions.
 */
@NullMarked
package dev.wsboot.annotation;

import org.jspecify.annotations.NullMarked;
