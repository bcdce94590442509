// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/** A third party's mechanism: it answers each challenge with the challenge. */
public class ForeignMechanism implements MechanismProvider {
    public ForeignMechanism() {}

    @Override
    public String name() {
        return "x-foreign";
    }

    @Override
    public Mechanism create(Credentials credentials) {
        return new Mechanism() {
            @Override
            public String name() {
                return "X-FOREIGN";
            }

            @Override
            public byte[] initialResponse() {
                return new byte[0];
            }

            @Override
            public byte[] respond(byte[] challenge) {
                return challenge;
            }
        };
    }
}
