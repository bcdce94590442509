// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/** EXTERNAL with an authorization id: act as that user, whatever name the certificate holds. */
record External(String authorizationId) implements MechanismProvider {
    @Override
    public String name() {
        return BuiltIn.EXTERNAL.name();
    }

    @Override
    public Mechanism create(Credentials credentials) {
        return new OneStep(name(), BuiltIn.utf8(authorizationId));
    }
}
