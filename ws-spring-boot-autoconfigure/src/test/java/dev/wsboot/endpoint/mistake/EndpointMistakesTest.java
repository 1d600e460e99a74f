/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.mistake;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.endpoint.fixture.Proxies;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/**
 * Each mistake in endpoint beans and their handler methods fails the start with a
 * sentence that names bean, method, parameter and cure.
 */
class EndpointMistakesTest {

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	static class Listening {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@WsEndpoint("/echo")
	static class SamePath extends Listening {

	}

	@Test
	void twoEndpointsOnOnePath() {
		Mistake.of(Echo.class, SamePath.class)
			.says("Bean 'endpointMistakesTest.SamePath'",
					"serves the path '/echo', but so does bean " + "'endpointMistakesTest.Echo' ("
							+ Echo.class.getName() + ")")
			.cure("Change one of the two paths.");
	}

	@WsEndpoint("/rooms/{x}/{id:[0-9]+}")
	static class PathWithX extends Listening {

	}

	@WsEndpoint("/rooms/{y}/{number:[0-9]+}")
	static class PathWithY extends Listening {

	}

	@Test
	void twoEndpointsOnEquivalentPaths() {
		Mistake.of(PathWithX.class, PathWithY.class)
			.says("serves the path '/rooms/{y}/{number:[0-9]+}', but so does bean 'endpointMistakesTest.PathWithX'",
					" as '/rooms/{x}/{id:[0-9]+}'.");
	}

	@WsEndpoint("/files/**")
	static class CatchAll extends Listening {

	}

	@WsEndpoint("/files/{*rest}")
	static class CatchRest extends Listening {

	}

	@Test
	void twoEndpointsThatCatchAll() {
		Mistake.of(CatchAll.class, CatchRest.class).says("serves the path '/files/{*rest}'", "'/files/**'");
	}

	@WsEndpoint
	static class NoPath {

	}

	@Test
	void noPath() {
		Mistake.of(NoPath.class).says("Bean 'endpointMistakesTest.NoPath'", "has no path.").cure("Add one");
	}

	@WsEndpoint("/chat/{room")
	static class BrokenPath {

	}

	@Test
	void invalidPath() {
		Mistake.of(BrokenPath.class)
			.says("has the invalid path '/chat/{room'", "position")
			.cure("Correct the path of @WsEndpoint.");
	}

	@WsEndpoint(path = "/sub", subprotocols = "a protocol")
	static class BrokenSubprotocol {

	}

	@Test
	void invalidSubprotocol() {
		Mistake.of(BrokenSubprotocol.class).says("has the subprotocol 'a protocol'").cure("Use letters");
	}

	@WsEndpoint("/prototype")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	static class Prototype {

	}

	@Test
	void notASingleton() {
		Mistake.of(Prototype.class)
			.says("Bean 'endpointMistakesTest.Prototype'", "is not a singleton")
			.cure("Remove the scope, or use @WsScope for one bean for each session.");
	}

	@WsEndpoint("/request")
	@Scope(scopeName = "request", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class OfRequest {

	}

	@Test
	void scopeOfHttpRequests() {
		Mistake.of(OfRequest.class)
			.says("Bean 'endpointMistakesTest.OfRequest'",
					"is in the scope 'request', in which the calls of a session may use different beans.")
			.cure("Remove the scope, or use @WsScope for one bean for each session.");
	}

	@WsEndpoint("/prototype")
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ProxiedPrototype {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@WsEndpoint("/stomp")
	@Scope(scopeName = "websocket", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class OfStompSession extends ProxiedPrototype {

	}

	@WsAdvice
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ProxiedAdvice {

		@OnError
		void onError(Exception error) {
		}

	}

	@ParameterizedTest
	@ValueSource(classes = { ProxiedPrototype.class, OfStompSession.class, ProxiedAdvice.class })
	void scopeWithoutOneBeanForAllCallsOfSession(Class<?> bean) {
		Mistake.of(bean)
			.says("Bean 'endpointMistakesTest." + bean.getSimpleName() + "'",
					"is in the scope '" + bean.getAnnotation(Scope.class).scopeName()
							+ "', in which the calls of a session may use different beans.")
			.cure("Remove the scope, or use @WsScope for one bean for each session.");
	}

	@WsEndpoint("/empty")
	static class HandlesNothing {

		public String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/errors")
	static class HandlesErrorsOnly {

		@OnError
		void onError(Exception error) {
		}

	}

	@ParameterizedTest
	@ValueSource(classes = { HandlesNothing.class, HandlesErrorsOnly.class })
	void endpointThatHandlesNothing(Class<?> bean) {
		Mistake.of(bean)
			.says("Bean 'endpointMistakesTest." + bean.getSimpleName() + "'",
					"is annotated with @WsEndpoint, but has no handler method.")
			.cure("Annotate a method with @OnMessage, or with @OnOpen if clients only listen");
	}

	@WsEndpoint("/both")
	@WsAdvice
	static class EndpointAndAdvice {

	}

	@Test
	void endpointThatIsAdvice() {
		Mistake.of(EndpointAndAdvice.class)
			.says("Bean 'endpointMistakesTest.EndpointAndAdvice'", "is both an endpoint and advice.")
			.cure("Move the @OnError methods for all endpoints to a separate class.");
	}

	@WsEndpoint("/text")
	static class TwoForText {

		@OnMessage
		void first(String text) {
		}

		@OnMessage
		void second(Say say) {
		}

	}

	record Say(String text) {
	}

	@Test
	void twoHandlersForText() {
		Mistake.of(TwoForText.class)
			.says("of bean 'endpointMistakesTest.TwoForText'",
					"is a second @OnMessage for text (String or JSON) messages beside '")
			.cure("Keep one of the two methods.");
	}

	@WsEndpoint("/binary")
	static class TwoForBinary {

		@OnMessage
		void first(byte[] bytes) {
		}

		@OnMessage
		void second(java.nio.ByteBuffer buffer) {
		}

	}

	@Test
	void twoHandlersForBinary() {
		Mistake.of(TwoForBinary.class).says("is a second @OnMessage for binary messages beside '");
	}

	@WsEndpoint("/open")
	static class TwoForOpen {

		@OnOpen
		void first() {
		}

		@OnOpen
		void second(WsSession session) {
		}

	}

	@Test
	void twoHandlersForOpen() {
		Mistake.of(TwoForOpen.class).says("is a second @OnOpen beside '");
	}

	@WsEndpoint("/close")
	static class TwoForClose {

		@OnClose
		void first() {
		}

		@OnClose
		void second(CloseStatus status) {
		}

	}

	@Test
	void twoHandlersForClose() {
		Mistake.of(TwoForClose.class).says("is a second @OnClose beside '");
	}

	@WsEndpoint("/error")
	static class TwoForError {

		@OnError
		void first() {
		}

		@OnError
		void second(Throwable error) {
		}

	}

	@Test
	void twoHandlersForOneTypeOfError() {
		Mistake.of(TwoForError.class)
			.says("of bean 'endpointMistakesTest.TwoForError'", "is a second @OnError for Throwable beside '")
			.cure("Keep one of the two methods, or use a subtype in one of them.");
	}

	@WsEndpoint("/named-error")
	static class ErrorOfAnotherType {

		@OnError({ IllegalStateException.class, java.io.IOException.class })
		void onError(RuntimeException error) {
		}

	}

	@Test
	void errorParameterThatDoesNotAcceptTheTypesOfItsAnnotation() {
		Mistake.of(ErrorOfAnotherType.class)
			.says("Parameter 'error' (RuntimeException) of method 'onError(RuntimeException)'",
					"does not accept IOException, which its @OnError lists.")
			.cure("Use a common supertype of all types in @OnError, such as Exception.");
	}

	@WsAdvice
	static class TalkativeAdvice {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void adviceThatHandlesMessages() {
		Mistake.of(TalkativeAdvice.class)
			.says("Method 'onMessage(String)' of bean 'endpointMistakesTest.TalkativeAdvice'",
					"is an @OnMessage method, but advice handles errors only.")
			.cure("Move it to an endpoint, or annotate the class with @WsEndpoint instead of @WsAdvice.");
	}

	@WsAdvice
	static class AmbiguousAdvice {

		@OnError
		void first(IllegalStateException error) {
		}

		@OnError(IllegalStateException.class)
		void second() {
		}

	}

	@Test
	void adviceWithTwoHandlersForOneTypeOfError() {
		Mistake.of(Echo.class, AmbiguousAdvice.class)
			.says("of bean 'endpointMistakesTest.AmbiguousAdvice'",
					"is a second @OnError for IllegalStateException beside '");
	}

	@WsEndpoint("/swift")
	static class Swift {

		@NonBlocking
		@OnMessage
		void onMessage(String text) {
		}

	}

	@WsAdvice
	static class SlowAdvice {

		@OnError
		void onError() {
		}

	}

	@Test
	void adviceThatMayBlockTheLoop() {
		Mistake.of(Swift.class, SlowAdvice.class)
			.says("Method 'onError()' of bean 'endpointMistakesTest.SlowAdvice'",
					"may block, but would run on the event loop when the @NonBlocking method 'onMessage(String)' throws.")
			.cure("or restrict the advice to other endpoints with @WsAdvice(assignableTypes = ...).");
	}

	static class NotAnEndpoint {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void handlerOutsideOfAnEndpoint() {
		Mistake.of(NotAnEndpoint.class)
			.says("Method 'onMessage(String)' of bean 'endpointMistakesTest.NotAnEndpoint'",
					"handles WebSocket messages, but its bean is not an endpoint.")
			.cure("Annotate the class with @WsEndpoint, or remove the annotation from the method.");
	}

	@WsEndpoint("/private")
	static class PrivateHandler {

		@OnMessage
		private void onMessage(String text) {
		}

	}

	@Test
	void privateHandler() {
		Mistake.of(PrivateHandler.class)
			.says("Method 'onMessage(String)'", "is private")
			.cure("Make it package-private or public.");
	}

	@WsEndpoint("/static")
	static class StaticHandler {

		@OnMessage
		static void onMessage(String text) {
		}

	}

	@Test
	void staticHandler() {
		Mistake.of(StaticHandler.class).says("Method 'onMessage(String)'", "is static").cure("Remove 'static'.");
	}

	@WsEndpoint("/final")
	static class FinalHandler {

		@OnMessage
		final void onMessage(String text) {
		}

	}

	@Test
	void finalHandlerWithAClassProxy() {
		Mistake.of(FinalHandler.class, Proxies.OfClasses.class)
			.says("Method 'onMessage(String)'", "is final")
			.cure("Remove 'final'.");
	}

	interface Greeter {

		void greet();

	}

	@WsEndpoint("/hidden")
	static class HiddenHandler implements Greeter {

		@Override
		public void greet() {
		}

		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void handlerThatAnInterfaceProxyHides() {
		Mistake.of(HiddenHandler.class, Proxies.OfInterfaces.class)
			.says("Method 'onMessage(String)'",
					"is not declared in an interface, but the bean's proxy implements only interfaces.")
			.cure("Declare it in the interface, or set spring.aop.proxy-target-class=true.");
	}

	@WsEndpoint("/stray")
	static class StrayNonBlocking {

		@NonBlocking
		void help() {
		}

	}

	@Test
	void nonBlockingWithoutHandler() {
		Mistake.of(StrayNonBlocking.class)
			.says("Method 'help()'", "is annotated with @NonBlocking, but is not a handler method.")
			.cure("Add @OnOpen, @OnMessage, @OnPong, @OnClose or @OnError, or remove @NonBlocking.");
	}

	@WsEndpoint("/block")
	static class BlockingError {

		@NonBlocking
		@OnMessage
		void onMessage(String text) {
		}

		@OnError
		void onError() {
		}

	}

	@Test
	void errorHandlerThatMayBlockTheLoop() {
		Mistake.of(BlockingError.class)
			.says("Method 'onError()'",
					"may block, but would run on the event loop when the @NonBlocking method 'onMessage(String)' throws.")
			.cure("Annotate it with @NonBlocking, too, or remove @NonBlocking there.");
	}

	@WsEndpoint("/goodbye")
	static class ReplyAtClose {

		@OnClose
		String onClose() {
			return "bye";
		}

	}

	@Test
	void replyAtClose() {
		Mistake.of(ReplyAtClose.class)
			.says("Method 'onClose()'", "returns a reply, but the session is already closed.")
			.cure("Return void.");
	}

	@WsEndpoint(path = "/concurrent", ordering = Ordering.CONCURRENT)
	static class ConcurrentOnTheLoop {

		@NonBlocking
		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void nonBlockingSideBySide() {
		Mistake.of(ConcurrentOnTheLoop.class)
			.says("Method 'onMessage(String)'", "is annotated with @NonBlocking, but concurrent calls do not run on")
			.cure("Remove @NonBlocking, or the ordering from @WsEndpoint.");
	}

	@WsEndpoint(path = "/concurrent", ordering = Ordering.CONCURRENT, maxConcurrency = 0)
	static class NoConcurrency {

	}

	@Test
	void noConcurrency() {
		Mistake.of(NoConcurrency.class)
			.says("Bean 'endpointMistakesTest.NoConcurrency'", "has a maxConcurrency of 0.")
			.cure("Set it to at least 1.");
	}

}
