/**
 * The API of endpoint beans: interceptors, codecs, argument resolvers and exceptions.
 */
@NullMarked
package dev.wsboot.endpoint;

import org.jspecify.annotations.NullMarked;
