// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands of a channel that are one method and its reply; see {@link Channel} for what holds for all of them. */
abstract sealed class ChannelCommands permits Channel {

    abstract <R extends Method> void call(Method method, Class<R> reply, ReplyCallback<? super R> callback);

    /** Gives the command with a stage as its callback. */
    abstract <T extends @Nullable Object> CompletionStage<T> stage(Consumer<ReplyCallback<T>> command);

    // ---- exchanges ----

    /**
     * Declares an exchange (specification §1.6.2.1 exchange.declare): creates it, or checks that it exists with the
     * same settings. The stage completes when the exchange exists.
     *
     * <p>The broker closes the channel with 406 when the exchange exists with another type, durability or other
     * arguments, with 404 when the declare is passive and there is none, and with 403 when the user may not configure
     * it or the name starts with "amq.". RabbitMQ up to 3.13 closes the connection with 503 when it does not know the
     * type; RabbitMQ 4 closes the channel with 406.
     *
     * @param method the name (at most 255 bytes), the type ("direct", "fanout", "topic", "headers" or one of a plugin)
     *     and the options; as made by {@code of} the exchange is durable and not auto-delete
     */
    public final CompletionStage<ExchangeMethod.@Nullable DeclareOk> exchangeDeclare(ExchangeMethod.Declare method) {
        return stage(callback -> exchangeDeclare(method, callback));
    }

    /**
     * Sends the command of {@link #exchangeDeclare(ExchangeMethod.Declare)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void exchangeDeclare(
            ExchangeMethod.Declare method, ReplyCallback<? super ExchangeMethod.DeclareOk> callback) {
        call(method, ExchangeMethod.DeclareOk.class, callback);
    }

    /**
     * Declares a durable exchange; see {@link #exchangeDeclare(ExchangeMethod.Declare)}.
     *
     * @param exchange name, at most 255 bytes
     * @param type "direct", "fanout", "topic", "headers" or one of a plugin
     */
    public final CompletionStage<ExchangeMethod.DeclareOk> exchangeDeclare(String exchange, String type) {
        return stage(callback -> exchangeDeclare(ExchangeMethod.Declare.of(exchange, type), callback));
    }

    /**
     * Deletes an exchange and its bindings (specification §1.6.2.3 exchange.delete). The stage completes when it is
     * deleted; with RabbitMQ also when there was none.
     *
     * <p>The broker closes the channel with 406 when the exchange has bindings and the command says if-unused, and with
     * 403 when the user may not configure it or it is predeclared.
     *
     * @param method the name, and whether to delete only an exchange without bindings
     */
    public final CompletionStage<ExchangeMethod.@Nullable DeleteOk> exchangeDelete(ExchangeMethod.Delete method) {
        return stage(callback -> exchangeDelete(method, callback));
    }

    /**
     * Sends the command of {@link #exchangeDelete(ExchangeMethod.Delete)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void exchangeDelete(
            ExchangeMethod.Delete method, ReplyCallback<? super ExchangeMethod.DeleteOk> callback) {
        call(method, ExchangeMethod.DeleteOk.class, callback);
    }

    /**
     * Deletes an exchange, used or not; see {@link #exchangeDelete(ExchangeMethod.Delete)}.
     *
     * @param exchange name
     */
    public final CompletionStage<ExchangeMethod.DeleteOk> exchangeDelete(String exchange) {
        return stage(callback -> exchangeDelete(ExchangeMethod.Delete.of(exchange), callback));
    }

    /**
     * Binds an exchange to another, so that messages are routed from the source to the destination (exchange.bind, an
     * extension of RabbitMQ). A second binding with the same arguments has no effect.
     *
     * <p>The broker closes the channel with 404 when one of the exchanges does not exist, and with 403 when the user
     * may not write to the destination or read from the source.
     *
     * @param method destination, source, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<ExchangeMethod.@Nullable BindOk> exchangeBind(ExchangeMethod.Bind method) {
        return stage(callback -> exchangeBind(method, callback));
    }

    /**
     * Sends the command of {@link #exchangeBind(ExchangeMethod.Bind)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void exchangeBind(ExchangeMethod.Bind method, ReplyCallback<? super ExchangeMethod.BindOk> callback) {
        call(method, ExchangeMethod.BindOk.class, callback);
    }

    /**
     * Binds an exchange to another by a routing key; see {@link #exchangeBind(ExchangeMethod.Bind)}.
     *
     * @param destination the exchange that gets the messages
     * @param source the exchange that routes them there
     * @param routingKey at most 255 bytes; a pattern if the source is a topic exchange
     */
    public final CompletionStage<ExchangeMethod.BindOk> exchangeBind(
            String destination, String source, String routingKey) {
        return stage(callback ->
                exchangeBind(ExchangeMethod.Bind.of(destination, source).routingKey(routingKey), callback));
    }

    /**
     * Removes a binding between two exchanges (exchange.unbind, an extension of RabbitMQ). Routing key and arguments
     * must be those of the binding. With RabbitMQ the stage also completes when there was no such binding.
     *
     * <p>The broker closes the channel with 403 when the user may not write to the destination or read from the source.
     *
     * @param method destination, source, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<ExchangeMethod.@Nullable UnbindOk> exchangeUnbind(ExchangeMethod.Unbind method) {
        return stage(callback -> exchangeUnbind(method, callback));
    }

    /**
     * Sends the command of {@link #exchangeUnbind(ExchangeMethod.Unbind)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void exchangeUnbind(
            ExchangeMethod.Unbind method, ReplyCallback<? super ExchangeMethod.UnbindOk> callback) {
        call(method, ExchangeMethod.UnbindOk.class, callback);
    }

    /**
     * Removes a binding without arguments between two exchanges; see {@link #exchangeUnbind(ExchangeMethod.Unbind)}.
     *
     * @param destination the exchange that gets the messages
     * @param source the exchange that routes them there
     * @param routingKey the routing key of the binding
     */
    public final CompletionStage<ExchangeMethod.UnbindOk> exchangeUnbind(
            String destination, String source, String routingKey) {
        return stage(callback ->
                exchangeUnbind(ExchangeMethod.Unbind.of(destination, source).routingKey(routingKey), callback));
    }

    // ---- queues ----

    /**
     * Declares a queue (specification §1.7.2.1 queue.declare): creates it, or checks that it exists with the same
     * settings. The reply has the name of the queue, the number of ready messages, and the number of consumers.
     *
     * <p>The broker closes the channel with 406 when the queue exists with other options or arguments, with 404 when
     * the declare is passive and there is none, with 405 when it is exclusive to another connection, and with 403 when
     * the user may not configure it or the name starts with "amq.".
     *
     * @param method the name (at most 255 bytes, or "" for a name made by the broker) and the options; as made by
     *     {@code of} the queue is durable, and neither exclusive nor auto-delete. There are factories for kinds of
     *     queues and methods for arguments:
     *     {@code QueueMethod.Declare.quorum("orders").deadLetterExchange("dead").deliveryLimit(5)}
     */
    public final CompletionStage<QueueMethod.@Nullable DeclareOk> queueDeclare(QueueMethod.Declare method) {
        return stage(callback -> queueDeclare(method, callback));
    }

    /**
     * Sends the command of {@link #queueDeclare(QueueMethod.Declare)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void queueDeclare(QueueMethod.Declare method, ReplyCallback<? super QueueMethod.DeclareOk> callback) {
        call(method, QueueMethod.DeclareOk.class, callback);
    }

    /**
     * Declares a durable queue; see {@link #queueDeclare(QueueMethod.Declare)}.
     *
     * @param queue name, at most 255 bytes
     */
    public final CompletionStage<QueueMethod.DeclareOk> queueDeclare(String queue) {
        return stage(callback -> queueDeclare(QueueMethod.Declare.durable(queue), callback));
    }

    /**
     * Declares a queue with a name made by the broker, exclusive to the connection and deleted with its last consumer;
     * see {@link #queueDeclare(QueueMethod.Declare)}. The reply has the name. A recovery gives the queue another name:
     * see {@link Connection#currentQueueName}.
     */
    public final CompletionStage<QueueMethod.DeclareOk> queueDeclare() {
        return stage(callback -> queueDeclare(QueueMethod.Declare.serverNamed(), callback));
    }

    /**
     * Binds a queue to an exchange (specification §1.7.2.3 queue.bind). A second binding with the same arguments has no
     * effect.
     *
     * <p>The broker closes the channel with 404 when the queue or the exchange does not exist, with 405 when the queue
     * is exclusive to another connection, and with 403 when the user may not write to the queue or read from the
     * exchange.
     *
     * @param method queue, exchange, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<QueueMethod.@Nullable BindOk> queueBind(QueueMethod.Bind method) {
        return stage(callback -> queueBind(method, callback));
    }

    /**
     * Sends the command of {@link #queueBind(QueueMethod.Bind)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void queueBind(QueueMethod.Bind method, ReplyCallback<? super QueueMethod.BindOk> callback) {
        call(method, QueueMethod.BindOk.class, callback);
    }

    /**
     * Binds a queue to an exchange by a routing key; see {@link #queueBind(QueueMethod.Bind)}.
     *
     * @param queue name of the queue
     * @param exchange name of the exchange
     * @param routingKey at most 255 bytes; a pattern for a topic exchange, ignored by a fanout exchange
     */
    public final CompletionStage<QueueMethod.BindOk> queueBind(String queue, String exchange, String routingKey) {
        return stage(callback -> queueBind(QueueMethod.Bind.of(queue, exchange).routingKey(routingKey), callback));
    }

    /**
     * Removes a binding of a queue (specification §1.7.2.5 queue.unbind). Routing key and arguments must be those of
     * the binding. With RabbitMQ the stage also completes when there was no such binding.
     *
     * <p>The broker closes the channel with 405 when the queue is exclusive to another connection, and with 403 when
     * the user may not write to the queue or read from the exchange.
     *
     * @param method queue, exchange, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<QueueMethod.UnbindOk> queueUnbind(QueueMethod.Unbind method) {
        return stage(callback -> queueUnbind(method, callback));
    }

    /**
     * Sends the command of {@link #queueUnbind(QueueMethod.Unbind)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void queueUnbind(QueueMethod.Unbind method, ReplyCallback<? super QueueMethod.UnbindOk> callback) {
        call(method, QueueMethod.UnbindOk.class, callback);
    }

    /**
     * Removes a binding without arguments of a queue; see {@link #queueUnbind(QueueMethod.Unbind)}.
     *
     * @param queue name of the queue
     * @param exchange name of the exchange
     * @param routingKey the routing key of the binding
     */
    public final CompletionStage<QueueMethod.UnbindOk> queueUnbind(String queue, String exchange, String routingKey) {
        return queueUnbind(QueueMethod.Unbind.of(queue, exchange).routingKey(routingKey));
    }

    /**
     * Deletes the ready messages of a queue (specification §1.7.2.7 queue.purge); unacknowledged messages stay. The
     * reply has the number of deleted messages.
     *
     * <p>The broker closes the channel with 404 when the queue does not exist, with 405 when it is exclusive to another
     * connection, and with 403 when the user may not read from it.
     *
     * @param method the name of the queue
     */
    public final CompletionStage<QueueMethod.@Nullable PurgeOk> queuePurge(QueueMethod.Purge method) {
        return stage(callback -> queuePurge(method, callback));
    }

    /**
     * Sends the command of {@link #queuePurge(QueueMethod.Purge)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void queuePurge(QueueMethod.Purge method, ReplyCallback<? super QueueMethod.PurgeOk> callback) {
        call(method, QueueMethod.PurgeOk.class, callback);
    }

    /**
     * Deletes the ready messages of a queue; see {@link #queuePurge(QueueMethod.Purge)}.
     *
     * @param queue name
     */
    public final CompletionStage<QueueMethod.PurgeOk> queuePurge(String queue) {
        return stage(callback -> queuePurge(QueueMethod.Purge.of(queue), callback));
    }

    /**
     * Deletes a queue, its bindings and its messages, and cancels its consumers (specification §1.7.2.9 queue.delete).
     * The reply has the number of deleted messages; with RabbitMQ it is 0 when there was no such queue.
     *
     * <p>The broker closes the channel with 406 when the queue has consumers and the command says if-unused, or has
     * messages and it says if-empty; with 405 when the queue is exclusive to another connection, and with 403 when the
     * user may not configure it.
     *
     * @param method the name, and whether to delete only a queue without consumers, or without messages
     */
    public final CompletionStage<QueueMethod.@Nullable DeleteOk> queueDelete(QueueMethod.Delete method) {
        return stage(callback -> queueDelete(method, callback));
    }

    /**
     * Sends the command of {@link #queueDelete(QueueMethod.Delete)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void queueDelete(QueueMethod.Delete method, ReplyCallback<? super QueueMethod.DeleteOk> callback) {
        call(method, QueueMethod.DeleteOk.class, callback);
    }

    /**
     * Deletes a queue, with or without consumers and messages; see {@link #queueDelete(QueueMethod.Delete)}.
     *
     * @param queue name
     */
    public final CompletionStage<QueueMethod.DeleteOk> queueDelete(String queue) {
        return stage(callback -> queueDelete(QueueMethod.Delete.of(queue), callback));
    }

    // ---- bounds and modes ----

    /**
     * Sets the prefetch: how many unacknowledged messages the broker may send (specification §1.8.3.1 basic.qos).
     *
     * <p>With RabbitMQ the count applies to each consumer started afterwards, or to the whole channel when the command
     * says global. RabbitMQ has no limit in bytes: a prefetch-size other than 0 closes the connection with 540.
     *
     * @param method the count, 0 to 65535 messages, where 0 means no limit, and whether it is global
     */
    public final CompletionStage<BasicMethod.QosOk> basicQos(BasicMethod.Qos method) {
        return stage(callback -> basicQos(method, callback));
    }

    /**
     * Sends the command of {@link #basicQos(BasicMethod.Qos)} and calls back instead of returning a stage.
     *
     * @param method the command with its arguments
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void basicQos(BasicMethod.Qos method, ReplyCallback<? super BasicMethod.QosOk> callback) {
        call(method, BasicMethod.QosOk.class, callback);
    }

    /**
     * Sets how many unacknowledged messages each consumer started afterwards may have; see
     * {@link #basicQos(BasicMethod.Qos)}.
     *
     * @param prefetchCount 0 to 65535 messages; 0 for no limit
     */
    public final CompletionStage<BasicMethod.QosOk> basicQos(int prefetchCount) {
        return basicQos(BasicMethod.Qos.of(prefetchCount));
    }

    /**
     * Asks the broker to redeliver all unacknowledged messages of the channel (specification §1.8.3.16 basic.recover).
     * Their delivery tags become invalid.
     *
     * @param requeue true to put them back into their queues; RabbitMQ does not support false, and closes the
     *     connection with 540
     */
    public final CompletionStage<BasicMethod.RecoverOk> basicRecover(boolean requeue) {
        return stage(callback -> basicRecover(requeue, callback));
    }

    /**
     * Sends the command of {@link #basicRecover(boolean)} and calls back instead of returning a stage.
     *
     * @param requeue as there
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void basicRecover(boolean requeue, ReplyCallback<? super BasicMethod.RecoverOk> callback) {
        call(new BasicMethod.Recover(requeue), BasicMethod.RecoverOk.class, callback);
    }

    /**
     * Puts the channel into confirm mode (confirm.select, an extension of RabbitMQ): each message published afterwards
     * gets a {@link amqp.connection.Verdict} from the broker. The channel stays in this mode; a second call has no
     * effect.
     *
     * @throws IllegalStateException when the channel is in transactional mode; nothing is sent
     */
    public final CompletionStage<ConfirmMethod.SelectOk> confirmSelect() {
        return stage(callback -> confirmSelect(callback));
    }

    /**
     * Sends the command of {@link #confirmSelect()} and calls back instead of returning a stage.
     *
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void confirmSelect(ReplyCallback<? super ConfirmMethod.SelectOk> callback) {
        call(new ConfirmMethod.Select(false), ConfirmMethod.SelectOk.class, callback);
    }

    // ---- transactions ----

    /**
     * Puts the channel into transactional mode (specification §1.9.2.1 tx.select): publishes and acknowledgements take
     * effect when they are committed. The channel stays in this mode; a second call has no effect.
     *
     * @throws IllegalStateException when the channel is in confirm mode; nothing is sent
     */
    public final CompletionStage<TxMethod.SelectOk> txSelect() {
        return stage(callback -> txSelect(callback));
    }

    /**
     * Sends the command of {@link #txSelect()} and calls back instead of returning a stage.
     *
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void txSelect(ReplyCallback<? super TxMethod.SelectOk> callback) {
        call(new TxMethod.Select(), TxMethod.SelectOk.class, callback);
    }

    /**
     * Commits the publishes and acknowledgements since the last commit or rollback (specification §1.9.2.3 tx.commit),
     * and starts a new transaction. The stage completes when they have taken effect.
     *
     * <p>The broker closes the channel with 406 when it is not in transactional mode.
     */
    public final CompletionStage<TxMethod.CommitOk> txCommit() {
        return stage(callback -> txCommit(callback));
    }

    /**
     * Sends the command of {@link #txCommit()} and calls back instead of returning a stage.
     *
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void txCommit(ReplyCallback<? super TxMethod.CommitOk> callback) {
        call(new TxMethod.Commit(), TxMethod.CommitOk.class, callback);
    }

    /**
     * Undoes the publishes and acknowledgements since the last commit or rollback (specification §1.9.2.5 tx.rollback),
     * and starts a new transaction. Messages whose acknowledgements are undone need another one; they are not
     * redelivered.
     *
     * <p>The broker closes the channel with 406 when it is not in transactional mode.
     */
    public final CompletionStage<TxMethod.RollbackOk> txRollback() {
        return stage(callback -> txRollback(callback));
    }

    /**
     * Sends the command of {@link #txRollback()} and calls back instead of returning a stage.
     *
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public final void txRollback(ReplyCallback<? super TxMethod.RollbackOk> callback) {
        call(new TxMethod.Rollback(), TxMethod.RollbackOk.class, callback);
    }
}
