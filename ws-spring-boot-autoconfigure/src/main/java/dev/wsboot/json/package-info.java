/**
 * JSON texts that are taken apart but not read: the endpoints' way to names and arguments
 * of messages. Not meant for applications.
 */
@NullMarked
package dev.wsboot.json;

import org.jspecify.annotations.NullMarked;
