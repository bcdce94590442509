// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.client.Address;
import amqp.client.ConnectionOptions;
import amqp.tls.TlsException;
import amqp.tls.TlsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Where the proxy connects, and how: addresses to try in turn, with TLS or without. */
record BrokerAddress(ConnectionOptions options) {
    /**
     * @param begun is given each socket before it connects, so that it can be closed meanwhile
     * @throws IOException in one sentence, when no address answers
     */
    Side connect(Consumer<Socket> begun) throws IOException {
        IOException last = new IOException("there is no address");
        for (Address address : options.addresses()) {
            Socket socket = new Socket();
            begun.accept(socket);
            try {
                return connect(socket, address);
            } catch (IOException failure) {
                Side.close(socket);
                String why = failure instanceof UnknownHostException ? "its name is not known" : failure.getMessage();
                last = new IOException(
                        "cannot connect to the broker " + address.host() + ":" + address.port() + ": " + why, failure);
            }
        }
        throw last;
    }

    private Side connect(Socket socket, Address address) throws IOException {
        socket.setTcpNoDelay(true);
        InetSocketAddress target = new InetSocketAddress(address.host(), address.port());
        if (target.isUnresolved()) {
            throw new UnknownHostException(address.host());
        }
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.connectTimeout());
        socket.connect(target, millisUntil(deadline));
        return options.tls().enabled() ? new Side(secured(socket, address, deadline), socket) : Side.plain(socket);
    }

    private Socket secured(Socket socket, Address address, long deadline) throws IOException {
        TlsOptions tls = options.tls();
        String peer = tls.peerName(address.host());
        SSLSocket secured =
                (SSLSocket) tls.sslContext().getSocketFactory().createSocket(socket, peer, address.port(), true);
        if (!tls.trustsEveryone()) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        socket.setSoTimeout(millisUntil(deadline));
        try {
            secured.startHandshake();
        } catch (SSLException failure) {
            throw TlsException.explaining(failure, peer, false, -1);
        }
        tls.verifyPeer(secured.getSession(), address.host());
        socket.setSoTimeout(0);
        return secured;
    }

    /** At least one, since a socket takes none for no limit. */
    private static int millisUntil(long deadline) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (deadline - System.nanoTime()) / 1_000_000));
    }

    /** For people. */
    @Override
    public String toString() {
        return options.addresses().stream()
                        .map(address -> address.host() + ":" + address.port())
                        .collect(Collectors.joining(", "))
                + (options.tls().enabled() ? " with TLS" : "");
    }
}
