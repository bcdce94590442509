// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/** A login that is complete with its first response. All four built-in mechanisms are of this kind. */
final class OneStep implements Mechanism {
    private final String name;
    private final byte[] response;

    OneStep(String name, byte[] response) {
        this.name = name;
        this.response = response;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] initialResponse() {
        return response.clone();
    }

    @Override
    public byte[] respond(byte[] challenge) {
        throw new MechanismException("The server sent a challenge, but " + name
                + " has none; choose another mechanism or look at what answers on that port.");
    }

    @Override
    public String toString() {
        return name; // never the response: it holds the password
    }
}
