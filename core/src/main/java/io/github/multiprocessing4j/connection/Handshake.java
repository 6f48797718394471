package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.AuthenticationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/*
 *   asks                                             answers
 *   "#CHALLENGE#" "{sha256}" 40 random bytes    -->
 *                                               <--  "{sha256}" MAC of all that follows "#CHALLENGE#"
 *   "#WELCOME#", or "#FAILURE#" and the end     -->
 *
 * Then the other one asks. The listener asks first, so it gives no answers to somebody who has not given the right one.
 *
 * Up to 3.11, CPython asks 20 random bytes without a digest, and answers with a MAC by md5, without a digest, whatever it was
 * asked. Only the length tells such a message from the newer ones.
 */
/**
 * How two processes prove to each other that they know a key without telling it: CPython's {@code deliver_challenge} and {@code
 * answer_challenge}.
 *
 * <p>We take an answer only with the digest that we have asked for, where CPython takes any that it knows; its own answers always
 * have it.
 *
 * @param key what both know
 * @param digest what we ask with
 * @param legacyMd5 whether what CPython did up to 3.11 is good enough
 */
record Handshake(AuthKey key, Digest digest, boolean legacyMd5) {
    static final byte[] CHALLENGE = bytes("#CHALLENGE#");

    static final byte[] WELCOME = bytes("#WELCOME#");

    static final byte[] FAILURE = bytes("#FAILURE#");

    private static final int RANDOM_LENGTH = 40;

    private static final int LEGACY_LENGTH = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** The listener's part. */
    void asListener(HandshakePeer peer) throws IOException {
        ask(peer, newChallenge());
        answer(peer, asked(peer));
    }

    /** The client's part. */
    void asClient(HandshakePeer peer) throws IOException {
        byte[] asked = asked(peer);
        if (ClientChallenges.contains(asked)) {
            throw new AuthenticationException(
                    "the peer asked what this process as a client asks somebody else at this moment:"
                            + " it may want to show the answer as its own");
        }
        answer(peer, asked);
        byte[] challenge = newChallenge();
        ClientChallenges.add(challenge);
        try {
            ask(peer, challenge);
        } finally {
            ClientChallenges.remove(challenge);
        }
    }

    byte[] newChallenge() {
        byte[] random = new byte[RANDOM_LENGTH];
        RANDOM.nextBytes(random);
        return Bytes.concat(digest.prefix(), random);
    }

    /** Has the peer prove himself. */
    void ask(HandshakePeer peer, byte[] challenge) throws IOException {
        try {
            peer.tell(Bytes.concat(CHALLENGE, challenge));
            check(challenge, peer.hear());
        } catch (AuthenticationException e) {
            refuse(peer, e);
            throw e;
        }
        peer.tell(WELCOME);
    }

    private static void refuse(HandshakePeer peer, AuthenticationException reason) {
        try {
            peer.tell(FAILURE);
        } catch (IOException e) {
            reason.addSuppressed(e); // he has left; why he was refused is what counts
        }
    }

    /** Looks whether an answer is right. */
    void check(byte[] challenge, byte[] answer) throws AuthenticationException {
        boolean legacy = answer.length == Digest.MD5.length();
        if (legacy) {
            refuseLegacy("answers");
        } else if (!Bytes.startWith(answer, digest.prefix())) {
            throw new AuthenticationException(
                    "the peer did not prove that it knows the key: what it said is no answer by "
                            + digest.pythonName());
        }
        byte[] shown = legacy ? answer : Bytes.from(answer, digest.prefix().length);
        byte[] right = (legacy ? Digest.MD5 : digest).mac(key, challenge);
        if (!MessageDigest.isEqual(right, shown)) {
            throw new AuthenticationException("the peer did not prove that it knows the key: its answer is wrong");
        }
    }

    /** {@return what the peer asks} */
    static byte[] asked(HandshakePeer peer) throws IOException {
        byte[] message = peer.hear();
        if (!Bytes.startWith(message, CHALLENGE)) {
            throw new AuthenticationException(
                    "the peer did not ask for a proof, as one that expects a key does; has it been given one?");
        }
        return Bytes.from(message, CHALLENGE.length);
    }

    /** Proves this process to the peer. */
    void answer(HandshakePeer peer, byte[] challenge) throws IOException {
        peer.tell(answerTo(challenge));
        byte[] verdict = peer.hear();
        if (!Arrays.equals(verdict, WELCOME)) {
            throw new AuthenticationException("the peer did not accept this process's proof; has it got another key?");
        }
    }

    /** {@return what proves that this process knows the key} */
    byte[] answerTo(byte[] challenge) throws AuthenticationException {
        if (challenge.length == LEGACY_LENGTH) {
            refuseLegacy("asks");
            return Digest.MD5.mac(key, challenge);
        }
        Digest wanted = Digest.prefixing(challenge);
        if (wanted == null || challenge.length < LEGACY_LENGTH) {
            throw new AuthenticationException(
                    "the peer asked for a proof in a way that is not known here (" + challenge.length + " bytes)");
        }
        return Bytes.concat(wanted.prefix(), wanted.mac(key, challenge));
    }

    private void refuseLegacy(String what) throws AuthenticationException {
        if (!legacyMd5) {
            throw new AuthenticationException("the peer " + what + " by md5 as CPython did up to 3.11, which has to be"
                    + " enabled here by legacyMd5(true)");
        }
    }

    @Override
    public String toString() {
        return "Handshake[" + digest.pythonName() + (legacyMd5 ? ", legacy md5]" : "]");
    }
}
