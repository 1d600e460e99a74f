/**
 * The counters of a server.
 */
@NullMarked
package dev.wsboot.engine.server.counters;

import org.jspecify.annotations.NullMarked;
