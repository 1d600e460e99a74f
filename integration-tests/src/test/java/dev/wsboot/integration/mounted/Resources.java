/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.sun.management.UnixOperatingSystemMXBean;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;
import org.apache.tomcat.util.net.NioEndpoint;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * The resources that connections occupy in the web server, event loops and process.
 *
 * @param tomcatConnections the connections that Tomcat counts
 * @param tomcatWaiting the connections that Tomcat looks at for timeouts
 * @param tomcatKeys the valid keys of Tomcat's selector
 * @param loopKeys the valid keys of the selectors of event loops
 * @param connections the connections that the WebSocket server counts
 * @param sessions the open sessions
 * @param descriptors the open file descriptors of this process
 */
record Resources(long tomcatConnections, int tomcatWaiting, int tomcatKeys, int loopKeys, long connections,
		int sessions, long descriptors) {

	/** Returns what connections occupy now. */
	static Resources of(MountedApplication application) {
		TomcatWebServer web = (TomcatWebServer) Objects.requireNonNull(application.context().getWebServer());
		ProtocolHandler handler = web.getTomcat().getConnector().getProtocolHandler();
		AbstractProtocol<?> protocol = (AbstractProtocol<?>) handler;
		return new Resources(protocol.getConnectionCount(), protocol.getWaitingProcessorCount(), keys(poller(protocol)),
				loops(application).stream().mapToInt(Resources::keys).sum(),
				application.server().counters().openConnections(), application.server().sessions().count(),
				openDescriptors());
	}

	private static Selector poller(AbstractProtocol<?> protocol) {
		Object endpoint = Objects.requireNonNull(ReflectionTestUtils.invokeMethod(protocol, "getEndpoint"));
		return ((NioEndpoint.Poller) field(endpoint, "poller")).getSelector();
	}

	private static List<Selector> loops(MountedApplication application) {
		Object loops = field(application.server(), "loops");
		int count = Objects.requireNonNull(ReflectionTestUtils.<Integer>invokeMethod(loops, "count"));
		List<Selector> selectors = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Object parts = Objects.requireNonNull(ReflectionTestUtils.invokeMethod(loops, "get", i));
			selectors.add((Selector) field(field(parts, "loop"), "selector"));
		}
		return selectors;
	}

	private static int keys(Selector selector) {
		// a cancelled key remains until the next selection
		selector.wakeup();
		return (int) selector.keys().stream().filter(SelectionKey::isValid).count();
	}

	private static Object field(Object owner, String name) {
		for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
			try {
				Field field = type.getDeclaredField(name);
				field.setAccessible(true);
				return Objects.requireNonNull(field.get(owner));
			}
			catch (NoSuchFieldException ex) {
				// look into the superclass
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}
		throw new IllegalArgumentException(owner.getClass() + " has no field " + name);
	}

	private static long openDescriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
	}

}
