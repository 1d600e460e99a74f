/**
 * Login, tokens and roles, in the profile {@code security}.
 */
@NullMarked
package dev.wsboot.sample.security;

import org.jspecify.annotations.NullMarked;
