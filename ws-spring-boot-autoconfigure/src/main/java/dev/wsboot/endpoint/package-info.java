/**
 * Endpoint beans: finding them, checking them, planning the arguments of their methods at
 * startup, and calling them.
 */
@NullMarked
package dev.wsboot.endpoint;

import org.jspecify.annotations.NullMarked;
