// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The commands of a channel that are one method and its reply; see {@link Channel} for what holds for all of them. */
abstract sealed class ChannelCommands permits Channel {

    abstract <R extends Method> void call(Method method, Class<R> reply, ReplyCallback<? super R> callback);

    // ---- exchanges ----

    /**
     * Creates an exchange, or checks that one of that name exists (specification §1.6.2.1 exchange.declare). The stage
     * completes when the broker has it.
     *
     * <p>The broker closes the channel with 406 when the exchange exists with another type, durability or other arguments,
     * with 404 when the declare is passive and there is none, and with 403 when the user may not configure it or the name
     * begins with "amq.". A type that the broker does not know closes the connection with 503.
     *
     * @param method the name (at most 255 bytes), the type ("direct", "fanout", "topic", "headers" or one of a plugin) and
     *     the options; as made by {@code of} the exchange is durable and not auto-delete
     */
    public final CompletionStage<ExchangeMethod.@Nullable DeclareOk> exchangeDeclare(ExchangeMethod.Declare method) {
        return ReplyStage.of(callback -> exchangeDeclare(method, callback));
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
     * Creates a durable exchange, or checks that there is one of that name and type; see
     * {@link #exchangeDeclare(ExchangeMethod.Declare)}.
     *
     * @param exchange name, at most 255 bytes
     * @param type "direct", "fanout", "topic", "headers" or one of a plugin
     */
    public final CompletionStage<ExchangeMethod.DeclareOk> exchangeDeclare(String exchange, String type) {
        return ReplyStage.of(callback -> exchangeDeclare(ExchangeMethod.Declare.of(exchange, type), callback));
    }

    /**
     * Deletes an exchange and its bindings (specification §1.6.2.3 exchange.delete). The stage completes when it is gone;
     * RabbitMQ answers likewise when there was none.
     *
     * <p>The broker closes the channel with 406 when the exchange has bindings and the command says if-unused, and with 403
     * when the user may not configure it or it is predeclared.
     *
     * @param method the name, and whether only an exchange without bindings is deleted
     */
    public final CompletionStage<ExchangeMethod.@Nullable DeleteOk> exchangeDelete(ExchangeMethod.Delete method) {
        return ReplyStage.of(callback -> exchangeDelete(method, callback));
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
        return ReplyStage.of(callback -> exchangeDelete(ExchangeMethod.Delete.of(exchange), callback));
    }

    /**
     * Binds an exchange to another, so that messages flow from the source to the destination (exchange.bind, an extension of
     * RabbitMQ). Binding twice with the same arguments changes nothing.
     *
     * <p>The broker closes the channel with 404 when one of the exchanges does not exist, and with 403 when the user may not
     * write to the destination or read from the source.
     *
     * @param method destination, source, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<ExchangeMethod.@Nullable BindOk> exchangeBind(ExchangeMethod.Bind method) {
        return ReplyStage.of(callback -> exchangeBind(method, callback));
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
     * @param source the exchange that they come from
     * @param routingKey at most 255 bytes; a pattern where the source is a topic exchange
     */
    public final CompletionStage<ExchangeMethod.BindOk> exchangeBind(
            String destination, String source, String routingKey) {
        return ReplyStage.of(callback ->
                exchangeBind(ExchangeMethod.Bind.of(destination, source).routingKey(routingKey), callback));
    }

    /**
     * Removes a binding between two exchanges (exchange.unbind, an extension of RabbitMQ). Routing key and arguments have to be
     * those of the binding. RabbitMQ answers likewise when there was no such binding.
     *
     * <p>The broker closes the channel with 403 when the user may not write to the destination or read from the source.
     *
     * @param method destination, source, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<ExchangeMethod.@Nullable UnbindOk> exchangeUnbind(ExchangeMethod.Unbind method) {
        return ReplyStage.of(callback -> exchangeUnbind(method, callback));
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
     * Removes a binding between two exchanges that has no arguments; see {@link #exchangeUnbind(ExchangeMethod.Unbind)}.
     *
     * @param destination the exchange that gets the messages
     * @param source the exchange that they come from
     * @param routingKey the one of the binding
     */
    public final CompletionStage<ExchangeMethod.UnbindOk> exchangeUnbind(
            String destination, String source, String routingKey) {
        return ReplyStage.of(callback ->
                exchangeUnbind(ExchangeMethod.Unbind.of(destination, source).routingKey(routingKey), callback));
    }

    // ---- queues ----

    /**
     * Creates a queue, or checks that one of that name exists (specification §1.7.2.1 queue.declare). The reply has the name
     * of the queue, the number of messages that are ready, and the number of consumers.
     *
     * <p>The broker closes the channel with 406 when the queue exists with other options or arguments, with 404 when the
     * declare is passive and there is none, with 405 when it is exclusive to another connection, and with 403 when the user
     * may not configure it or the name begins with "amq.".
     *
     * @param method the name (at most 255 bytes, or "" for one that the broker makes up) and the options; as made by
     *     {@code of} the queue is durable, and neither exclusive nor auto-delete. There are factories for kinds of queues
     *     and methods for arguments: {@code QueueMethod.Declare.quorum("orders").deadLetterExchange("dead").deliveryLimit(5)}
     */
    public final CompletionStage<QueueMethod.@Nullable DeclareOk> queueDeclare(QueueMethod.Declare method) {
        return ReplyStage.of(callback -> queueDeclare(method, callback));
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
     * Creates a durable queue, or checks that there is one of that name; see {@link #queueDeclare(QueueMethod.Declare)}.
     *
     * @param queue name, at most 255 bytes
     */
    public final CompletionStage<QueueMethod.DeclareOk> queueDeclare(String queue) {
        return ReplyStage.of(callback -> queueDeclare(QueueMethod.Declare.durable(queue), callback));
    }

    /**
     * Creates a queue that the broker names, exclusive to the connection and deleted with its last consumer; see
     * {@link #queueDeclare(QueueMethod.Declare)}. The reply has the name, which another one takes the place of when the
     * connection is recovered: see {@link Connection#currentQueueName}.
     */
    public final CompletionStage<QueueMethod.DeclareOk> queueDeclare() {
        return ReplyStage.of(callback -> queueDeclare(QueueMethod.Declare.serverNamed(), callback));
    }

    /**
     * Binds a queue to an exchange (specification §1.7.2.3 queue.bind). Binding twice with the same arguments changes nothing.
     *
     * <p>The broker closes the channel with 404 when the queue or the exchange does not exist, with 405 when the queue is
     * exclusive to another connection, and with 403 when the user may not write to the queue or read from the exchange.
     *
     * @param method queue, exchange, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<QueueMethod.@Nullable BindOk> queueBind(QueueMethod.Bind method) {
        return ReplyStage.of(callback -> queueBind(method, callback));
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
     * @param routingKey at most 255 bytes; a pattern where the exchange is a topic exchange, unused where it is a fanout
     */
    public final CompletionStage<QueueMethod.BindOk> queueBind(String queue, String exchange, String routingKey) {
        return ReplyStage.of(
                callback -> queueBind(QueueMethod.Bind.of(queue, exchange).routingKey(routingKey), callback));
    }

    /**
     * Removes a binding of a queue (specification §1.7.2.5 queue.unbind). Routing key and arguments have to be those of the
     * binding. RabbitMQ answers likewise when there was no such binding.
     *
     * <p>The broker closes the channel with 405 when the queue is exclusive to another connection, and with 403 when the user
     * may not write to the queue or read from the exchange.
     *
     * @param method queue, exchange, routing key (empty as made by {@code of}) and arguments
     */
    public final CompletionStage<QueueMethod.UnbindOk> queueUnbind(QueueMethod.Unbind method) {
        return ReplyStage.of(callback -> queueUnbind(method, callback));
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
     * Removes a binding of a queue that has no arguments; see {@link #queueUnbind(QueueMethod.Unbind)}.
     *
     * @param queue name of the queue
     * @param exchange name of the exchange
     * @param routingKey the one of the binding
     */
    public final CompletionStage<QueueMethod.UnbindOk> queueUnbind(String queue, String exchange, String routingKey) {
        return queueUnbind(QueueMethod.Unbind.of(queue, exchange).routingKey(routingKey));
    }

    /**
     * Drops the messages of a queue that are ready; those that await an acknowledgement stay (specification §1.7.2.7
     * queue.purge). The reply has the number of messages dropped.
     *
     * <p>The broker closes the channel with 404 when the queue does not exist, with 405 when it is exclusive to another
     * connection, and with 403 when the user may not read from it.
     *
     * @param method the name of the queue
     */
    public final CompletionStage<QueueMethod.@Nullable PurgeOk> queuePurge(QueueMethod.Purge method) {
        return ReplyStage.of(callback -> queuePurge(method, callback));
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
     * Drops the messages of a queue that are ready; see {@link #queuePurge(QueueMethod.Purge)}.
     *
     * @param queue name
     */
    public final CompletionStage<QueueMethod.PurgeOk> queuePurge(String queue) {
        return ReplyStage.of(callback -> queuePurge(QueueMethod.Purge.of(queue), callback));
    }

    /**
     * Deletes a queue, its bindings and its messages, and cancels its consumers (specification §1.7.2.9 queue.delete). The
     * reply has the number of messages that were deleted; RabbitMQ answers with 0 when there was no such queue.
     *
     * <p>The broker closes the channel with 406 when the queue has consumers and the command says if-unused, or has messages
     * and it says if-empty; with 405 when the queue is exclusive to another connection, and with 403 when the user may not
     * configure it.
     *
     * @param method the name, and whether only a queue without consumers, or without messages, is deleted
     */
    public final CompletionStage<QueueMethod.@Nullable DeleteOk> queueDelete(QueueMethod.Delete method) {
        return ReplyStage.of(callback -> queueDelete(method, callback));
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
     * Deletes a queue, used or not, empty or not; see {@link #queueDelete(QueueMethod.Delete)}.
     *
     * @param queue name
     */
    public final CompletionStage<QueueMethod.DeleteOk> queueDelete(String queue) {
        return ReplyStage.of(callback -> queueDelete(QueueMethod.Delete.of(queue), callback));
    }

    // ---- bounds and modes ----

    /**
     * Sets how many messages the broker may send before it gets acknowledgements (specification §1.8.3.1 basic.qos).
     *
     * <p>With RabbitMQ the count holds for each consumer that is made afterwards, or for the channel as a whole when the
     * command says global. RabbitMQ knows no bound in bytes: a prefetch-size other than 0 closes the connection with 540.
     *
     * @param method the count, 0 to 65535 messages, where 0 is no bound, and whether it is global
     */
    public final CompletionStage<BasicMethod.QosOk> basicQos(BasicMethod.Qos method) {
        return ReplyStage.of(callback -> basicQos(method, callback));
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
     * Sets how many messages without an acknowledgement each consumer made afterwards may have; see
     * {@link #basicQos(BasicMethod.Qos)}.
     *
     * @param prefetchCount 0 to 65535 messages; 0 for no bound
     */
    public final CompletionStage<BasicMethod.QosOk> basicQos(int prefetchCount) {
        return basicQos(BasicMethod.Qos.of(prefetchCount));
    }

    /**
     * Has the broker redeliver all messages of the channel that await an acknowledgement (specification §1.8.3.16
     * basic.recover). Their delivery tags are not valid any more.
     *
     * @param requeue true to put them back into their queues; RabbitMQ knows nothing else, and closes the connection with 540
     *     for false
     */
    public final CompletionStage<BasicMethod.RecoverOk> basicRecover(boolean requeue) {
        return ReplyStage.of(callback -> basicRecover(requeue, callback));
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
     * Puts the channel into confirm mode (confirm.select, an extension of RabbitMQ): the broker confirms each message that is
     * published afterwards, which gets a {@link amqp.connection.Verdict}. The mode cannot be left; selecting it twice changes
     * nothing.
     *
     * <p>The broker closes the channel with 406 when it is in transactional mode.
     */
    public final CompletionStage<ConfirmMethod.SelectOk> confirmSelect() {
        return ReplyStage.of(callback -> confirmSelect(callback));
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
     * Puts the channel into transactional mode (specification §1.9.2.1 tx.select): publishes and acknowledgements take effect
     * when they are committed. The mode cannot be left; selecting it twice changes nothing.
     *
     * <p>The broker closes the channel with 406 when it is in confirm mode.
     */
    public final CompletionStage<TxMethod.SelectOk> txSelect() {
        return ReplyStage.of(callback -> txSelect(callback));
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
     * Commits the publishes and acknowledgements since the last commit or rollback (specification §1.9.2.3 tx.commit), and
     * begins a new transaction. The stage completes when they have taken effect.
     *
     * <p>The broker closes the channel with 406 when it is not in transactional mode.
     */
    public final CompletionStage<TxMethod.CommitOk> txCommit() {
        return ReplyStage.of(callback -> txCommit(callback));
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
     * Drops the publishes and acknowledgements since the last commit or rollback (specification §1.9.2.5 tx.rollback), and
     * begins a new transaction. Messages whose acknowledgements are dropped await one again; they are not redelivered.
     *
     * <p>The broker closes the channel with 406 when it is not in transactional mode.
     */
    public final CompletionStage<TxMethod.RollbackOk> txRollback() {
        return ReplyStage.of(callback -> txRollback(callback));
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
