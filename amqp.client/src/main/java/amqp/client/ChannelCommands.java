// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import java.util.concurrent.CompletionStage;

/** Those commands of a channel that are one method and its reply; see {@link Channel} for what holds for all of them. */
abstract sealed class ChannelCommands permits Channel {

    abstract <R extends Method> void call(Method method, Class<R> reply, ReplyCallback<? super R> callback);

    // ---- exchanges ----

    public final CompletionStage<ExchangeMethod.DeclareOk> exchangeDeclare(ExchangeMethod.Declare method) {
        return ReplyStage.of(callback -> exchangeDeclare(method, callback));
    }

    public final void exchangeDeclare(
            ExchangeMethod.Declare method, ReplyCallback<? super ExchangeMethod.DeclareOk> callback) {
        call(method, ExchangeMethod.DeclareOk.class, callback);
    }

    /** Declares a durable exchange. */
    public final CompletionStage<ExchangeMethod.DeclareOk> exchangeDeclare(String exchange, String type) {
        return exchangeDeclare(ExchangeMethod.Declare.of(exchange, type).durable(true));
    }

    public final CompletionStage<ExchangeMethod.DeleteOk> exchangeDelete(ExchangeMethod.Delete method) {
        return ReplyStage.of(callback -> exchangeDelete(method, callback));
    }

    public final void exchangeDelete(
            ExchangeMethod.Delete method, ReplyCallback<? super ExchangeMethod.DeleteOk> callback) {
        call(method, ExchangeMethod.DeleteOk.class, callback);
    }

    public final CompletionStage<ExchangeMethod.BindOk> exchangeBind(ExchangeMethod.Bind method) {
        return ReplyStage.of(callback -> exchangeBind(method, callback));
    }

    public final void exchangeBind(ExchangeMethod.Bind method, ReplyCallback<? super ExchangeMethod.BindOk> callback) {
        call(method, ExchangeMethod.BindOk.class, callback);
    }

    public final CompletionStage<ExchangeMethod.UnbindOk> exchangeUnbind(ExchangeMethod.Unbind method) {
        return ReplyStage.of(callback -> exchangeUnbind(method, callback));
    }

    public final void exchangeUnbind(
            ExchangeMethod.Unbind method, ReplyCallback<? super ExchangeMethod.UnbindOk> callback) {
        call(method, ExchangeMethod.UnbindOk.class, callback);
    }

    // ---- queues ----

    public final CompletionStage<QueueMethod.DeclareOk> queueDeclare(QueueMethod.Declare method) {
        return ReplyStage.of(callback -> queueDeclare(method, callback));
    }

    public final void queueDeclare(QueueMethod.Declare method, ReplyCallback<? super QueueMethod.DeclareOk> callback) {
        call(method, QueueMethod.DeclareOk.class, callback);
    }

    /** Declares a durable queue. */
    public final CompletionStage<QueueMethod.DeclareOk> queueDeclare(String queue) {
        return queueDeclare(QueueMethod.Declare.of(queue).durable(true));
    }

    /** Declares a queue named by the broker, exclusive to the connection and deleted with its last consumer. */
    public final CompletionStage<QueueMethod.DeclareOk> queueDeclare() {
        return queueDeclare(QueueMethod.Declare.of("").exclusive(true).autoDelete(true));
    }

    public final CompletionStage<QueueMethod.BindOk> queueBind(QueueMethod.Bind method) {
        return ReplyStage.of(callback -> queueBind(method, callback));
    }

    public final void queueBind(QueueMethod.Bind method, ReplyCallback<? super QueueMethod.BindOk> callback) {
        call(method, QueueMethod.BindOk.class, callback);
    }

    public final CompletionStage<QueueMethod.UnbindOk> queueUnbind(QueueMethod.Unbind method) {
        return ReplyStage.of(callback -> queueUnbind(method, callback));
    }

    public final void queueUnbind(QueueMethod.Unbind method, ReplyCallback<? super QueueMethod.UnbindOk> callback) {
        call(method, QueueMethod.UnbindOk.class, callback);
    }

    public final CompletionStage<QueueMethod.PurgeOk> queuePurge(QueueMethod.Purge method) {
        return ReplyStage.of(callback -> queuePurge(method, callback));
    }

    public final void queuePurge(QueueMethod.Purge method, ReplyCallback<? super QueueMethod.PurgeOk> callback) {
        call(method, QueueMethod.PurgeOk.class, callback);
    }

    public final CompletionStage<QueueMethod.DeleteOk> queueDelete(QueueMethod.Delete method) {
        return ReplyStage.of(callback -> queueDelete(method, callback));
    }

    public final void queueDelete(QueueMethod.Delete method, ReplyCallback<? super QueueMethod.DeleteOk> callback) {
        call(method, QueueMethod.DeleteOk.class, callback);
    }

    // ---- bounds and modes ----

    public final CompletionStage<BasicMethod.QosOk> basicQos(BasicMethod.Qos method) {
        return ReplyStage.of(callback -> basicQos(method, callback));
    }

    public final void basicQos(BasicMethod.Qos method, ReplyCallback<? super BasicMethod.QosOk> callback) {
        call(method, BasicMethod.QosOk.class, callback);
    }

    /**
     * Bounds what may be unacknowledged.
     *
     * @param prefetchCount messages for each consumer that is made afterwards, 0 for no bound
     */
    public final CompletionStage<BasicMethod.QosOk> basicQos(int prefetchCount) {
        return basicQos(BasicMethod.Qos.of(prefetchCount));
    }

    /** Asks for all that is unacknowledged once more. */
    public final CompletionStage<BasicMethod.RecoverOk> basicRecover(boolean requeue) {
        return ReplyStage.of(callback -> basicRecover(requeue, callback));
    }

    /** @see #basicRecover(boolean) */
    public final void basicRecover(boolean requeue, ReplyCallback<? super BasicMethod.RecoverOk> callback) {
        call(new BasicMethod.Recover(requeue), BasicMethod.RecoverOk.class, callback);
    }

    /** Puts the channel into confirm mode: each publish after it gets a {@link amqp.connection.Verdict}. */
    public final CompletionStage<ConfirmMethod.SelectOk> confirmSelect() {
        return ReplyStage.of(callback -> confirmSelect(callback));
    }

    /** @see #confirmSelect() */
    public final void confirmSelect(ReplyCallback<? super ConfirmMethod.SelectOk> callback) {
        call(new ConfirmMethod.Select(false), ConfirmMethod.SelectOk.class, callback);
    }

    // ---- transactions ----

    public final CompletionStage<TxMethod.SelectOk> txSelect() {
        return ReplyStage.of(callback -> txSelect(callback));
    }

    public final void txSelect(ReplyCallback<? super TxMethod.SelectOk> callback) {
        call(new TxMethod.Select(), TxMethod.SelectOk.class, callback);
    }

    public final CompletionStage<TxMethod.CommitOk> txCommit() {
        return ReplyStage.of(callback -> txCommit(callback));
    }

    public final void txCommit(ReplyCallback<? super TxMethod.CommitOk> callback) {
        call(new TxMethod.Commit(), TxMethod.CommitOk.class, callback);
    }

    public final CompletionStage<TxMethod.RollbackOk> txRollback() {
        return ReplyStage.of(callback -> txRollback(callback));
    }

    public final void txRollback(ReplyCallback<? super TxMethod.RollbackOk> callback) {
        call(new TxMethod.Rollback(), TxMethod.RollbackOk.class, callback);
    }
}
