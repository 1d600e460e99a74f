/**
 * The sessions of the running server, as a bean that outlives each server.
 */
@NullMarked
package dev.wsboot.session;

import org.jspecify.annotations.NullMarked;
