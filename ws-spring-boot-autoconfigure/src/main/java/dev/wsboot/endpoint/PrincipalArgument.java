package dev.wsboot.endpoint;

import java.security.Principal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Fills a parameter whose type is {@link Principal} or a subtype with the principal of
 * the session, and with nothing else.
 *
 * @param where the parameter's place
 * @param type the type that the principal has to have
 * @param optional whether the parameter is an {@link Optional}
 * @param required whether there has to be a principal
 */
record PrincipalArgument(Where where, Class<?> type, boolean optional, boolean required) implements Argument {

	/**
	 * Plans a parameter if it takes a principal.
	 * @param where the parameter's place
	 * @param parameter the parameter
	 * @return the plan, or {@code null}
	 */
	static @Nullable Argument plan(Where where, MethodParameter parameter) {
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		if (!Principal.class.isAssignableFrom(type)) {
			return null;
		}
		return new PrincipalArgument(where, type, parameter.getParameterType() == Optional.class,
				type != Principal.class && !parameter.isOptional());
	}

	@Override
	public @Nullable Object resolve(Call call) {
		Principal principal = call.session().principal();
		if (principal == null && this.required) {
			throw new MissingPrincipalException("Nobody is logged in, but " + this.where + " needs the principal");
		}
		if (principal != null && !this.type.isInstance(principal)) {
			throw new IllegalStateException("The principal of the session is a " + principal.getClass().getName()
					+ ", but " + this.where + " takes a " + this.type.getName());
		}
		return this.optional ? Optional.ofNullable(principal) : principal;
	}

}
