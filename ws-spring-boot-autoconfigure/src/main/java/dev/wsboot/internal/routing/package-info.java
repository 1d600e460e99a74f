/**
 * Passes messages that name a method to that method.
 */
@NullMarked
package dev.wsboot.internal.routing;

import org.jspecify.annotations.NullMarked;
