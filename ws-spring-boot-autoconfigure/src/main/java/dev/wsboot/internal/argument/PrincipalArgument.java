package dev.wsboot.internal.argument;

import java.security.Principal;
import java.util.Optional;

import dev.wsboot.endpoint.MissingPrincipalException;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Fills a parameter whose type is {@link Principal} or a subtype with the principal of
 * the session, and with nothing else.
 *
 * @param location the parameter's place
 * @param type the type that the principal has to have
 * @param absence what the parameter gets where nobody is logged in
 */
record PrincipalArgument(Location location, Class<?> type, Absence absence) implements ParameterResolver {

	/**
	 * Plans a parameter if it takes a principal.
	 * @param location the parameter's place
	 * @param parameter the parameter
	 * @return the plan, or {@code null}
	 */
	static @Nullable ParameterResolver plan(Location location, MethodParameter parameter) {
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		if (!Principal.class.isAssignableFrom(type)) {
			return null;
		}
		return new PrincipalArgument(location, type,
				(type == Principal.class) ? Absence.ofResolved(parameter) : Absence.of(parameter));
	}

	@Override
	public @Nullable Object resolve(Invocation invocation) {
		Principal principal = invocation.session().principal();
		if (principal != null && !this.type.isInstance(principal)) {
			throw new IllegalStateException("The principal of the session is a " + principal.getClass().getName()
					+ ", but " + this.location + " takes a " + this.type.getName());
		}
		return this.absence.orInstead(
				(principal != null && this.absence == Absence.EMPTY_OPTIONAL) ? Optional.of(principal) : principal,
				() -> new MissingPrincipalException(
						"Nobody is logged in, but " + this.location + " needs the principal"));
	}

}
