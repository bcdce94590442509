// SPDX-License-Identifier: MPL-2.0
package amqp.examples.kotlin

import amqp.connection.Verdict
import amqp.testkit.scripted.BrokerSettings
import amqp.testkit.simulated.SocketBroker
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class OrdersTest {
    @Test
    fun publishesAndReceives() {
        SocketBroker.start(1, BrokerSettings.DEFAULT).use { broker ->
            runBlocking {
                withTimeout(30.seconds) {
                    withChannel("amqp://127.0.0.1:" + broker.port()) { connection, channel ->
                        channel.queueDeclare("orders").await()
                        val texts = listOf("espresso", "ristretto", "lungo")
                        assertEquals(texts.map { Verdict.ACKED }, publishAll(channel, "orders", texts))
                        var worked = 0
                        assertEquals(texts, received(connection, "orders") { worked++ }.take(3).toList())
                        assertEquals(3, worked)
                    }
                }
            }
        }
    }
}
