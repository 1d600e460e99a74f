/**
 * The sessions of the running server as a bean, which is kept across restarts of the
 * server.
 */
@NullMarked
package dev.wsboot.session;

import org.jspecify.annotations.NullMarked;
