/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.wsboot.internal.handshake.HandshakeSource;
import dev.wsboot.internal.handshake.HandshakeValue;
import dev.wsboot.internal.handshake.HandshakeValues;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.model.PathTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.TypeDescriptor;

/**
 * The name of a group that may contain path variables, such as {@code room-{room}}.
 * Planned at startup. Safe to use from any thread.
 */
final class GroupName {

	private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

	/** Texts and indexes of bound values, alternately. */
	private final List<Object> parts = new ArrayList<>();

	private GroupName() {
	}

	/**
	 * Plans a name.
	 * @param location the location of {@link dev.wsboot.annotation.Broadcast}
	 * @param template the name with variables in braces
	 * @param path the endpoint's path
	 * @param values the handshake values, to which the variables are added
	 * @return the plan
	 */
	static GroupName of(Location location, String template, PathTemplate path, HandshakeValues values) {
		if (VARIABLE.matcher(template).replaceAll("").matches(".*[{}].*")) {
			throw location.mistake("broadcasts to '" + template + "', whose braces do not match",
					"Write the variables of the path as {room}");
		}
		GroupName name = new GroupName();
		Matcher matcher = VARIABLE.matcher(template);
		int end = 0;
		while (matcher.find()) {
			String variable = matcher.group(1);
			if (!path.variables().contains(variable)) {
				throw location.mistake(
						"broadcasts to '" + template + "', but the path has "
								+ (path.variables().isEmpty() ? "no variables" : "only " + path.variables()),
						"Add {" + variable + "} to the path of @WsEndpoint, or correct the name");
			}
			name.parts.add(template.substring(end, matcher.start()));
			name.parts.add(values.add(location, new HandshakeValue(HandshakeSource.PATH_VARIABLE, variable,
					TypeDescriptor.valueOf(String.class), Absence.REQUIRED, null)));
			end = matcher.end();
		}
		name.parts.add(template.substring(end));
		return name;
	}

	/**
	 * Returns the name for an invocation.
	 * @param invocation the invocation
	 * @return the name, with the variables replaced by the values of the session
	 */
	String of(Invocation invocation) {
		if (this.parts.size() == 1) {
			return (String) this.parts.get(0);
		}
		StringBuilder name = new StringBuilder();
		for (Object part : this.parts) {
			@Nullable Object text = (part instanceof Integer index) ? invocation.handshakeValue(index) : part;
			name.append(text);
		}
		return name.toString();
	}

}
