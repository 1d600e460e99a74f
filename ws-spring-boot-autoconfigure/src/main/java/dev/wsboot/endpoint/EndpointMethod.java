package dev.wsboot.endpoint;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * A handler method, ready to be called: its bean, arguments and reply are planned. Safe
 * to use from any thread.
 */
final class EndpointMethod {

	private static final MethodType GENERIC = MethodType.methodType(Object.class, Object[].class);

	private final Method method;

	private final MethodHandle handle;

	private final Argument[] arguments;

	private final Reply reply;

	private final boolean nonBlocking;

	EndpointMethod(Object bean, Method method, List<Argument> arguments, Reply reply, boolean nonBlocking) {
		this.method = method;
		this.handle = handle(bean, method);
		this.arguments = arguments.toArray(Argument[]::new);
		this.reply = reply;
		this.nonBlocking = nonBlocking;
	}

	private static MethodHandle handle(Object bean, Method method) {
		ReflectionUtils.makeAccessible(method);
		try {
			return MethodHandles.lookup()
				.unreflect(method)
				.asFixedArity()
				.bindTo(bean)
				.asSpreader(Object[].class, method.getParameterCount())
				.asType(GENERIC);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Cannot call " + method, ex);
		}
	}

	Method method() {
		return this.method;
	}

	boolean isNonBlocking() {
		return this.nonBlocking;
	}

	/**
	 * Calls the method and sends its reply.
	 * @param session the session
	 * @param values what the session's handshake was bound to
	 * @param event the message, close status or error that the call is about, or
	 * {@code null} at open
	 * @throws Throwable what the method throws, or {@link InvalidMessageException}
	 */
	void call(WsSession session, @Nullable Object[] values, @Nullable Object event) throws Throwable {
		@Nullable Object[] arguments = new Object[this.arguments.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.arguments[i].resolve(session, values, event);
		}
		Object result = this.handle.invokeExact(arguments);
		this.reply.send(session, result);
	}

}
