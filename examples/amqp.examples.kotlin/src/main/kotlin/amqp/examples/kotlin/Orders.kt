// SPDX-License-Identifier: MPL-2.0
package amqp.examples.kotlin

import amqp.client.Channel
import amqp.client.Connection
import amqp.client.Delivery
import amqp.codec.Message
import amqp.connection.Verdict
import amqp.flow.DeliveryPublisher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.future.await
import kotlinx.coroutines.jdk9.asFlow

// tag::connection[]
/** Opens a connection with a channel in confirm mode, and closes it when the block is done. */
suspend fun <T> withChannel(uri: String, block: suspend (Connection, Channel) -> T): T {
    val connection = Connection.open(uri).await()
    try {
        val channel = connection.openChannel().await()
        channel.confirmSelect().await()
        return block(connection, channel)
    } finally {
        connection.close()
    }
}
// end::connection[]

// tag::publish[]
/** Publishes and suspends until the broker's verdict. */
suspend fun publish(channel: Channel, queue: String, text: String): Verdict =
    channel.publishConfirmed("", queue, Message.of(text)).await()
// end::publish[]

// tag::publish-all[]
/** All at once, and the verdicts in their order. */
suspend fun publishAll(channel: Channel, queue: String, texts: List<String>): List<Verdict> = coroutineScope {
    texts.map { async { publish(channel, queue, it) } }.awaitAll()
}
// end::publish-all[]

// tag::flow[]
/** The messages of a queue, no more than are collected; each is acknowledged when its work is done. */
fun received(connection: Connection, queue: String, work: suspend (Delivery) -> Unit): Flow<String> =
    DeliveryPublisher(connection, queue).asFlow().map { delivery ->
        work(delivery)
        delivery.ack()
        delivery.message().text()
    }
// end::flow[]
