/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint

import dev.wsboot.annotation.MessageProtocol
import dev.wsboot.annotation.OnClose
import dev.wsboot.annotation.OnError
import dev.wsboot.annotation.OnMessage
import dev.wsboot.annotation.OnOpen
import dev.wsboot.annotation.WsEndpoint
import dev.wsboot.endpoint.fixture.EndpointServer
import dev.wsboot.endpoint.fixture.Mistake
import dev.wsboot.engine.WsSession
import dev.wsboot.test.WsTestClient
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.context.annotation.Bean
import org.springframework.core.MethodParameter
import org.springframework.web.bind.annotation.CookieValue
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.RequestHeader
import org.springframework.web.bind.annotation.RequestParam
import org.springframework.web.bind.annotation.SessionAttribute
import tools.jackson.databind.json.JsonMapper
import tools.jackson.module.kotlin.kotlinModule
import java.security.Principal
import java.util.concurrent.BlockingQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/**
 * Endpoints in Kotlin: default values, types without null, suspending functions.
 */
class KotlinEndpointsTest {

	@Test
	fun defaultValuesStandForMissingValuesOfTheHandshake() {
		EndpointServer.of(Handshakes::class.java).use { server ->
			server.connect("/handshakes/a").use { it.expectText("a 7 en null none 3 false") }
			server.connect("/handshakes/a?n=1&name=x&big=9").use { it.expectText("a 1 en x none 9 false") }
		}
	}

	@WsEndpoint("/handshakes/{room}")
	class Handshakes {

		@OnOpen
		fun onOpen(
			@PathVariable room: String, @RequestParam n: Int = 7, @RequestHeader("X-Lang") lang: String = "en",
			@RequestParam name: String?, @CookieValue token: String = "none", @RequestParam big: Long? = 3,
			@RequestParam(required = false) flag: Boolean = false
		) = "$room $n $lang $name $token $big $flag"

	}

	@Test
	fun aMissingValueWithoutDefaultIsRefused() {
		EndpointServer.of(Strict::class.java).use { server ->
			val answer = WsTestClient.to(server.uri("/strict")).expectRejection(400)
			assertThat(answer.body()).isEqualTo("Request parameter 'name' is missing")
		}
	}

	@WsEndpoint("/strict")
	class Strict {

		@OnOpen
		fun onOpen(@RequestParam name: String) = name

	}

	@Test
	fun anOptionalValueOfATypeWithoutNullFailsTheStart() {
		Mistake.of(NoNull::class.java)
			.says("Parameter 'name' (String)", "is optional, but its type in Kotlin has no value for \"nothing\"")
			.cure("Declare a default value in Kotlin, or add ? to the type")
		Mistake.of(NoNullAttribute::class.java).says("its type in Kotlin has no value")
		Mistake.of(NoZero::class.java).says("is optional, but a primitive type has no value")
	}

	@WsEndpoint("/no-null")
	class NoNull {

		@OnOpen
		fun onOpen(@RequestParam(required = false) name: String) = name

	}

	@WsEndpoint("/no-null-attribute")
	class NoNullAttribute {

		@OnOpen
		fun onOpen(@SessionAttribute(required = false) name: String) = name

	}

	@WsEndpoint("/no-zero")
	class NoZero {

		@OnOpen
		fun onOpen(@RequestParam(required = false) n: Int) = n

	}

	@Test
	fun defaultValuesStandForMissingArgumentsOfMessages() {
		EndpointServer.of(Named::class.java).use { server ->
			server.connect("/named").use { client ->
				client.send("""{"type":"greet","args":{"name":"Ann"}}""").expectText("Hello Ann 1 null")
				client.send("""{"type":"greet","args":{"name":"Ann","times":2,"title":"Dr"}}""").expectText("Hello Ann 2 Dr")
				client.send("""{"type":"greet","args":["Ann",null]}""").expectText("Hello Ann 1 null")
				client.send("""{"type":"greet","args":{}}""").expectText("The argument is missing, at 'name'")
				client.send("""{"type":"greet","args":{"name":null}}""").expectText("The argument is missing, at 'name'")
				client.send("""{"type":"fail","args":{"name":"Ann"}}""").expectText("Ann and 1 failed")
				client.send("""{"type":"unit","args":[]}""").send("""{"type":"value","args":["x"]}""").expectText("x/2")
			}
		}
	}

	@JvmInline
	value class Id(val text: String)

	@WsEndpoint(path = "/named", payload = "args")
	internal class Named {

		@OnMessage("greet")
		fun greet(name: String, times: Int = 1, title: String?) = "Hello $name $times $title"

		@OnMessage("fail")
		internal fun fail(name: String, times: Int = 1): String = throw IllegalStateException("$name and $times failed")

		@OnMessage("unit")
		fun unit(name: String = "nobody") {
			check(name == "nobody")
		}

		@OnMessage("value")
		fun value(id: Id, n: Int = 2) = "${id.text}/$n"

		@OnError
		fun onError(error: RuntimeException) = error.message

	}

	@Test
	fun jsonRpcAnswersWithInvalidParams() {
		EndpointServer.of(Rpc::class.java).use { server ->
			server.connect("/rpc").use { client ->
				client.send("""{"jsonrpc":"2.0","method":"add","params":[1],"id":1}""")
					.expectText("""{"jsonrpc":"2.0","result":11,"id":1}""")
				client.send("""{"jsonrpc":"2.0","method":"add","params":[],"id":2}""")
					.expectText(
						"""{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params","data":[""" +
							"""{"path":"a","message":"The argument is missing"}]},"id":2}"""
					)
				client.send("""{"jsonrpc":"2.0","method":"later","params":{"text":"x"},"id":3}""")
					.expectText("""{"jsonrpc":"2.0","result":"x!","id":3}""")
				client.send("""{"jsonrpc":"2.0","method":"later","params":{},"id":4}""")
				assertThat(client.expectText()).contains("-32602", "\"path\":\"text\"")
				client.send("""{"jsonrpc":"2.0","method":"quiet","id":5}""")
					.expectText("""{"jsonrpc":"2.0","result":null,"id":5}""")
			}
		}
	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	class Rpc {

		@OnMessage("add")
		fun add(a: Int, b: Int = 10) = a + b

		@OnMessage("later")
		suspend fun later(text: String, end: String = "!"): String {
			yield()
			return text + end
		}

		@OnMessage("quiet")
		suspend fun quiet() {
			yield()
		}

	}

	@Test
	fun nothingForATypeWithoutNullIsAnErrorOfTheClient() {
		EndpointServer.of(Whole::class.java).use { server ->
			server.connect("/whole").use { it.send("null").expectClose(1007) }
		}
	}

	data class Point(val x: Int, val y: Int = 5)

	@WsEndpoint("/whole")
	class Whole {

		@OnMessage
		fun onMessage(point: Map<String, Int>) = point

	}

	@Test
	fun defaultValuesStandForMissingAttributes() {
		EndpointServer.of(Attributes::class.java).use { server ->
			server.connect("/attributes").use { client ->
				client.send("default").expectText("nobody 1 null")
				client.send("set").expectText("set")
				client.send("default").expectText("Ann 1 null")
				client.send("""{"type":"needed"}""").expectText("Session attribute 'needed' is missing")
			}
		}
	}

	@WsEndpoint("/attributes")
	class Attributes {

		@OnMessage
		fun onMessage(
			session: WsSession, text: String, @SessionAttribute user: String = "nobody", @SessionAttribute n: Int = 1,
			@SessionAttribute other: String?
		): String {
			if (text == "set") {
				session.attributes()["user"] = "Ann"
				return text
			}
			return "$user $n $other"
		}

		@OnMessage("needed")
		fun needed(@SessionAttribute needed: String) = needed

		@OnError
		fun onError(error: InvalidSessionAttributeException) = error.message

	}

	@Test
	fun resolversMayLeaveTheDefaultValue() {
		EndpointServer.of(Resolved::class.java, TenantResolver::class.java).use { server ->
			server.connect("/resolved").use { client ->
				client.send("x").expectText("default x")
				client.send("""{"type":"needed"}""").expectClose(1007)
			}
		}
	}

	class Tenant(val name: String)

	class TenantResolver : WsArgumentResolver {

		override fun supports(parameter: MethodParameter) = parameter.parameterType == Tenant::class.java

		override fun resolve(parameter: MethodParameter, call: WsCall): Any? = null

	}

	@WsEndpoint("/resolved")
	class Resolved {

		@OnMessage
		fun onMessage(text: String, tenant: Tenant = Tenant("default")) = "${tenant.name} $text"

		@OnMessage("needed")
		fun needed(tenant: Tenant) = tenant.name

	}

	@Test
	fun aPrincipalWithoutNullIsNeeded() {
		EndpointServer.of(Anonymous::class.java).use { server ->
			server.connect("/anonymous").use { client ->
				client.send("""{"type":"nullable"}""").expectText("null")
				client.send("""{"type":"default"}""").expectText("nobody")
				client.send("""{"type":"needed"}""").expectClose(1008)
			}
		}
	}

	@WsEndpoint("/anonymous")
	class Anonymous {

		@OnMessage("nullable")
		fun nullable(principal: Principal?) = "${principal?.name}"

		@OnMessage("default")
		fun default(principal: Principal = Principal { "nobody" }): String = principal.name

		@OnMessage("needed")
		fun needed(principal: Principal): String = principal.name

	}

	@Test
	fun dataClassesAreReadByJacksonsModule() {
		EndpointServer.of(Points::class.java, Mappers::class.java).use { server ->
			server.connect("/points").use { client ->
				client.send("""{"x":1}""").expectText("""{"x":1,"y":5}""")
				client.send("""{"y":1}""").expectText("\"The value cannot be read, at 'x'\"")
			}
		}
	}

	class Mappers {

		@Bean(defaultCandidate = false)
		fun kotlinMapper(): JsonMapper = JsonMapper.builder().addModule(kotlinModule()).build()

	}

	@WsEndpoint("/points", jsonMapper = "kotlinMapper")
	class Points {

		@OnMessage
		fun onMessage(point: Point) = point

		@OnError
		fun onError(error: InvalidMessageException): Any = "\"${error.message}\""

	}

	@Test
	fun suspendingFunctionsAnswerInOrder() {
		EndpointServer.of(Suspending::class.java).use { server ->
			server.connect("/suspending").use { client ->
				client.expectText("open")
				client.send("later").send("now").expectText("later").expectText("now")
				client.send("null").send("error").expectText("error: no")
				client.send("late error").expectText("error: late")
				client.send("end").expectText("end")
			}
		}
	}

	@WsEndpoint("/suspending")
	class Suspending {

		@OnOpen
		suspend fun onOpen(): String {
			delay(1)
			return "open"
		}

		@OnMessage
		suspend fun onMessage(session: WsSession, text: String): String? {
			check(session.isOpen)
			when (text) {
				"later" -> delay(20)
				"null" -> return null
				"error" -> throw IllegalArgumentException("no")
				"late error" -> {
					delay(1)
					throw IllegalArgumentException("late")
				}
			}
			return text
		}

		@OnError
		suspend fun onError(error: IllegalArgumentException): String {
			yield()
			return "error: ${error.message}"
		}

	}

	@Test
	fun flowsAndDeferredValuesAreAnswers() {
		EndpointServer.of(Answers::class.java).use { server ->
			server.connect("/answers").use { client ->
				client.send("""{"type":"flow"}""").expectText("1").expectText("2")
				client.send("""{"type":"suspended"}""").expectText("3").expectText("4")
				client.send("""{"type":"deferred"}""").expectText("5")
				client.send("""{"type":"point"}""").expectText("""{"x":1,"y":5}""")
				client.send("""{"type":"unit"}""").send("""{"type":"deferred"}""").expectText("5")
			}
			assertThat(server.bean(Answers::class.java).units.poll(60, TimeUnit.SECONDS)).isEqualTo("unit")
		}
	}

	@WsEndpoint("/answers")
	class Answers {

		val units: BlockingQueue<String> = LinkedBlockingQueue()

		@OnMessage("flow")
		fun flow(): Flow<Int> = flowOf(1, 2)

		@OnMessage("suspended")
		suspend fun suspended(): Flow<Int> {
			yield()
			return flowOf(3, 4)
		}

		@OnMessage("deferred")
		fun deferred(): Deferred<Int> = CompletableDeferred(5)

		@OnMessage("point")
		suspend fun point(): Point {
			yield()
			return Point(1)
		}

		@OnMessage("unit")
		suspend fun unit() {
			yield()
			this.units.add("unit")
		}

	}

	@Test
	fun aSuspendingFunctionForTheEndFailsTheStart() {
		Mistake.of(SuspendingEnd::class.java)
			.says("Method 'onClose()'", "suspends, but the session has already ended")
			.cure("Remove suspend")
	}

	@WsEndpoint("/suspending-end")
	class SuspendingEnd {

		@OnClose
		suspend fun onClose() = yield()

	}

	@Test
	fun interceptorsSeeNoUnit() {
		EndpointServer.of(Units::class.java, PassingOn::class.java).use { server ->
			server.connect("/units").use { it.send("x").send("y").expectText("y") }
		}
	}

	class PassingOn : WsMessageInterceptor {

		override fun intercept(invocation: WsInvocation): Any? = invocation.proceed()

	}

	@WsEndpoint("/units")
	class Units {

		@OnMessage
		fun onMessage(session: WsSession, text: String, @RequestParam n: Int = 1) {
			if (text == "y" && n == 1) {
				session.sendText(text)
			}
		}

	}

}
