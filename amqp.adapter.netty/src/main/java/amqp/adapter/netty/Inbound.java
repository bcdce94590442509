// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.tls.TlsException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** The end of the pipeline: tells the transport what happens to its channel. */
final class Inbound extends ChannelInboundHandlerAdapter {
    private final NettyTransport transport;

    Inbound(NettyTransport transport) {
        this.transport = transport;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        transport.came((ByteBuf) message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                handshaken(context);
            } else {
                transport.broken(handshake.cause());
            }
        } else if (event == SslCloseCompletionEvent.SUCCESS) {
            transport.ended();
        }
    }

    private void handshaken(ChannelHandlerContext context) {
        try {
            transport.verify(context.pipeline().get(SslHandler.class).engine().getSession());
        } catch (TlsException wrongPeer) {
            transport.broken(wrongPeer);
            return;
        }
        transport.secured();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        transport.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        transport.broken(cause);
    }
}
