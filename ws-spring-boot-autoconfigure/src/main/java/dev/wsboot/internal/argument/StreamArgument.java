package dev.wsboot.internal.argument;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.MethodSignature;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Fills an {@link InputStream} or a {@link Reader} with a message that is read as it
 * arrives.
 *
 * @param text whether it is a text message, read by a {@link Reader}
 * @param maxSize the largest message in bytes
 */
public record StreamArgument(boolean text, long maxSize) implements ParameterResolver {

	/**
	 * Whether a type takes a message as it arrives.
	 * @param type the type of a message parameter
	 * @return whether it does
	 */
	public static boolean isStream(Class<?> type) {
		return type == InputStream.class || type == Reader.class;
	}

	/**
	 * Plans the parameter for the message, if it takes it as it arrives.
	 * @param method the method
	 * @param parameter the parameter
	 * @return the plan, or {@code null}
	 */
	static @Nullable StreamArgument plan(MethodSignature method, MethodParameter parameter) {
		if (!isStream(parameter.getParameterType())) {
			checkHasNoMaxSize(method);
			return null;
		}
		MessageValidation.checkIsNotAskedFor(method.location(parameter), parameter);
		if (HandlerKind.isNonBlocking(method.getMethod())) {
			throw method.location(parameter)
				.mistake("blocks while the message arrives, but the method promises not to block",
						"Remove @NonBlocking, or take the whole message");
		}
		return new StreamArgument(parameter.getParameterType() == Reader.class,
				maxSize(method, declaredMaxSize(method)));
	}

	/**
	 * Checks a method that gets whole messages.
	 * @param method the method
	 */
	public static void checkHasNoMaxSize(MethodSignature method) {
		if (!declaredMaxSize(method).isEmpty()) {
			throw method.location()
				.mistake("has a maxSize, but gets whole messages",
						"Let it take an InputStream or a Reader, or set ws.max-message-size for whole messages");
		}
	}

	private static String declaredMaxSize(MethodSignature method) {
		OnMessage annotation = method.getMethodAnnotation(OnMessage.class);
		return (annotation != null) ? annotation.maxSize() : "";
	}

	private static long maxSize(MethodSignature method, String maxSize) {
		if (maxSize.isEmpty()) {
			return Long.MAX_VALUE;
		}
		try {
			long bytes = DataSize.parse(maxSize).toBytes();
			if (bytes > 0) {
				return bytes;
			}
		}
		catch (IllegalArgumentException ex) {
			// as any other that says nothing
		}
		throw method.location()
			.mistake("has the maxSize '" + maxSize + "', which is not a size", "Write one such as \"10MB\"");
	}

	@Override
	public Object resolve(Invocation invocation) {
		Assert.state(invocation.event() instanceof CallEvent.StreamEvent, "Not called with a message that arrives");
		InputStream stream = ((CallEvent.StreamEvent) invocation.event()).incoming().stream();
		return this.text ? new InputStreamReader(stream, StandardCharsets.UTF_8) : stream;
	}

	@Override
	public long maxStreamSize() {
		return this.maxSize;
	}

}
