package io.github.multiprocessing4j.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.AuthenticationException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges and answers, without a socket. */
@Timeout(60)
class HandshakeTest {
    private static final AuthKey KEY = AuthKey.of("supadupasecretkey".getBytes(US_ASCII));

    private static final Handshake MODERN = new Handshake(KEY, Digest.SHA256, false);

    private static final Handshake LEGACY_TOO = new Handshake(KEY, Digest.SHA256, true);

    private static final byte[] TWENTY_BYTES = "is-twenty-bytes-long".getBytes(US_ASCII);

    /** Says what he was told to, whatever he hears. */
    private static final class Parrot implements HandshakePeer {
        private final Deque<UnaryOperator<byte[]>> lines = new ArrayDeque<>();

        final List<byte[]> heard = new ArrayList<>();

        private byte[] last = {};

        Parrot says(String line) {
            return says(_ -> line.getBytes(US_ASCII));
        }

        /** What he says depends on what he has heard last. */
        Parrot says(UnaryOperator<byte[]> line) {
            lines.add(line);
            return this;
        }

        @Override
        public void tell(byte[] message) {
            heard.add(message);
            last = message;
        }

        @Override
        public byte[] hear() throws IOException {
            UnaryOperator<byte[]> line = lines.poll();
            if (line == null) {
                throw new EOFException();
            }
            return line.apply(last);
        }
    }

    private static byte[] challengeIn(byte[] message) {
        assertTrue(Bytes.startWith(message, Handshake.CHALLENGE));
        return Bytes.from(message, Handshake.CHALLENGE.length);
    }

    private static void isRefusedSaying(String words, org.junit.jupiter.api.function.Executable attempt) {
        var e = assertThrows(AuthenticationException.class, attempt);
        assertTrue(String.valueOf(e.getMessage()).contains(words), e::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{md5}", "{sha256}", "{sha384}", "{sha3_256}", "{sha3_384}"})
    void answersAndChecksBothForms(String prefix) throws Exception {
        byte[] challenge = Bytes.concat(prefix.getBytes(US_ASCII), TWENTY_BYTES);
        Digest asked = prefix.isEmpty() ? Digest.SHA256 : Digest.named(prefix.substring(1, prefix.length() - 1));
        Handshake handshake = new Handshake(KEY, asked, prefix.isEmpty());
        byte[] answer = handshake.answerTo(challenge);
        assertTrue(Bytes.startWith(answer, prefix.getBytes(US_ASCII)));
        handshake.check(challenge, answer);
        answer[answer.length - 1] ^= 1;
        isRefusedSaying("wrong", () -> handshake.check(challenge, answer));
    }

    /** What Python 3.13 gives: {@code hmac.new(b'supadupasecretkey', b'{sha256}is-twenty-bytes-long', ...)}, and with no key. */
    @Test
    void theMacsArePythons() throws Exception {
        byte[] challenge = Bytes.concat(Digest.SHA256.prefix(), TWENTY_BYTES);
        assertEquals(
                "0ed2bf5258efb96604b831848a9212d31f7468b3fc6fc61af1ebe84f08349e47",
                HexFormat.of().formatHex(Digest.SHA256.mac(KEY, challenge)));
        assertEquals("f08c5aa7ef61fc426b5b135fd8a223ae", HexFormat.of().formatHex(LEGACY_TOO.answerTo(TWENTY_BYTES)));
        assertEquals(
                "97730682494d79f9576ef7f483bdec07cfac9ffb4afb449f327837bb97c3356290fd2fbcd6797f9100583b61264e5521",
                HexFormat.of().formatHex(Digest.SHA3_384.mac(AuthKey.of(new byte[0]), challenge)));
    }

    @ParameterizedTest
    @EnumSource
    void bothProveThemselves(Digest digest) throws Exception {
        Handshake handshake = new Handshake(KEY, digest, false);
        Parrot client = new Parrot()
                .says(message -> answer(challengeIn(message)))
                .says(_ -> Bytes.concat(Handshake.CHALLENGE, Bytes.concat(digest.prefix(), TWENTY_BYTES)))
                .says("#WELCOME#");
        handshake.asListener(client);
        assertArrayEquals(Handshake.WELCOME, client.heard.get(1));
        handshake.check(Bytes.concat(digest.prefix(), TWENTY_BYTES), client.heard.get(2));
        assertEquals(Handshake.CHALLENGE.length + digest.prefix().length + 40, client.heard.getFirst().length);
    }

    private static byte[] answer(byte[] challenge) {
        try {
            Digest digest = java.util.Objects.requireNonNull(Digest.prefixing(challenge));
            return Bytes.concat(digest.prefix(), digest.mac(KEY, challenge));
        } catch (RuntimeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWrongAnswerIsRefusedAndToldSo() {
        for (String wrong : new String[] {
            "",
            "something bogus",
            "{sha256}",
            "{sha256}too short",
            "{sha1}" + "x".repeat(20),
            "x".repeat(32),
            "x".repeat(256)
        }) {
            Parrot peer = new Parrot().says(wrong);
            assertThrows(AuthenticationException.class, () -> LEGACY_TOO.ask(peer, LEGACY_TOO.newChallenge()), wrong);
            assertArrayEquals(Handshake.FAILURE, peer.heard.get(1));
        }
    }

    @Test
    void anAnswerByAnotherDigestThanAskedForIsRefused() {
        Parrot peer = new Parrot().says(message -> {
            byte[] challenge = challengeIn(message);
            return Bytes.concat(Digest.MD5.prefix(), Digest.MD5.mac(KEY, challenge));
        });
        isRefusedSaying("no answer by sha256", () -> LEGACY_TOO.ask(peer, LEGACY_TOO.newChallenge()));
    }

    @Test
    void whatIsNoChallengeIsNotAnswered() {
        for (String bogus : new String[] {
            "",
            "#CHALLENGE#",
            "#CHALLENGE#x",
            "#CHALLENGE#{sha256}x",
            "something bogus",
            "#CHALLENGE#{sha1}" + "x".repeat(40),
            "#CHALLENGE#" + "x".repeat(41)
        }) {
            Parrot peer = new Parrot().says(bogus).says("#WELCOME#");
            assertThrows(AuthenticationException.class, () -> LEGACY_TOO.asClient(peer), bogus);
            assertEquals(List.of(), peer.heard, bogus);
        }
    }

    @Test
    void aProofThatIsNotAcceptedIsAnError() {
        for (String verdict : new String[] {"#FAILURE#", "something bogus", "", "#WELCOME#x"}) {
            Parrot peer =
                    new Parrot().says("#CHALLENGE#{sha256}" + "x".repeat(40)).says(verdict);
            isRefusedSaying("did not accept", () -> MODERN.asClient(peer));
        }
    }

    @Test
    void legacyMd5HasToBeEnabled() throws Exception {
        Parrot asks = new Parrot().says("#CHALLENGE#is-twenty-bytes-long").says("#WELCOME#");
        isRefusedSaying("legacyMd5(true)", () -> MODERN.asClient(asks));
        Parrot answers = new Parrot().says(message -> Digest.MD5.mac(KEY, challengeIn(message)));
        isRefusedSaying("legacyMd5(true)", () -> MODERN.ask(answers, MODERN.newChallenge()));

        Parrot old = new Parrot()
                .says(message -> Digest.MD5.mac(KEY, challengeIn(message)))
                .says("#CHALLENGE#is-twenty-bytes-long")
                .says("#WELCOME#");
        LEGACY_TOO.asListener(old);
        assertArrayEquals(Digest.MD5.mac(KEY, TWENTY_BYTES), old.heard.get(2));
    }

    @Test
    void whoSendsOurChallengeBackIsRefused() {
        Parrot echo = new Parrot().says(message -> message).says(message -> message);
        assertThrows(AuthenticationException.class, () -> MODERN.asListener(echo));
        Parrot stripped = new Parrot().says(HandshakeTest::challengeIn);
        assertThrows(AuthenticationException.class, () -> MODERN.asListener(stripped));
    }

    @Test
    void whoShowsOurOwnAnswerIsRefused() {
        List<byte[]> ours = new ArrayList<>();
        Parrot peer = new Parrot()
                .says("#CHALLENGE#{sha256}" + "x".repeat(40))
                .says(answer -> {
                    ours.add(answer);
                    return Handshake.WELCOME;
                })
                .says(_ -> ours.getFirst());
        isRefusedSaying("wrong", () -> MODERN.asClient(peer));
    }

    /** While one client asks him he asks another one the same. */
    @Test
    void whoAsksAClientWhatAClientAsksHimGetsNoAnswer() {
        List<byte[]> shown = new ArrayList<>();
        List<byte[]> asked = new ArrayList<>();
        Parrot impostor = new Parrot()
                .says("#CHALLENGE#{sha256}" + "x".repeat(40))
                .says("#WELCOME#")
                .says(question -> {
                    Parrot other = new Parrot().says(_ -> question).says("#WELCOME#");
                    isRefusedSaying("at this moment", () -> MODERN.asClient(other));
                    shown.addAll(other.heard);
                    asked.add(challengeIn(question));
                    return question;
                });
        isRefusedSaying("no answer", () -> MODERN.asClient(impostor));
        assertEquals(List.of(), shown);
        assertFalse(ClientChallenges.contains(asked.getFirst()), "still remembered");
    }

    @Test
    void nothingTellsOfTheKey() {
        assertFalse(MODERN.toString().contains("supa"), MODERN::toString);
        for (String wrong : new String[] {"x", "{sha256}" + "x".repeat(32)}) {
            var e = assertThrows(
                    AuthenticationException.class, () -> MODERN.ask(new Parrot().says(wrong), MODERN.newChallenge()));
            assertFalse(e.toString().contains("supa"), e::toString);
        }
    }
}
