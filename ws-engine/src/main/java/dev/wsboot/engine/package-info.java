/**
 * The engine's API: values and interfaces that its users implement or call.
 */
@NullMarked
package dev.wsboot.engine;

import org.jspecify.annotations.NullMarked;
