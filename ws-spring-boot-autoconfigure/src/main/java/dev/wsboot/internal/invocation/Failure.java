package dev.wsboot.internal.invocation;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link dev.wsboot.annotation.OnError} method is called for. Used by one thread
 * at a time.
 *
 * @param error the error
 * @param event what the call that failed was about, or {@code null}
 */
public record Failure(Throwable error, @Nullable Object event) {
}
