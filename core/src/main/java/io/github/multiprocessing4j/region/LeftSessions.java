package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/** Directories of dead trees of processes, and what is to be removed with them. */
final class LeftSessions {
    private LeftSessions() {}

    /** Removes those of dead processes of one user. */
    static void sweep(Path parent, UserPrincipal user) {
        try (DirectoryStream<Path> sessions = Files.newDirectoryStream(parent, LeftSessions::isOurs)) {
            for (Path session : sessions) {
                if (isOwnedBy(user, session) && isDead(session)) {
                    remove(session);
                }
            }
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "could not look for left-over directories in {0}: {1}", parent, e);
        }
    }

    private static boolean isOurs(Path entry) {
        return entry.getFileName().toString().startsWith(SessionName.PREFIX);
    }

    static boolean isDead(Path session) {
        return SessionName.parse(session.getFileName().toString())
                .filter(SessionName::isOfADeadProcess)
                .isPresent();
    }

    private static boolean isOwnedBy(UserPrincipal user, Path session) {
        try {
            return Files.getOwner(session, LinkOption.NOFOLLOW_LINKS).equals(user);
        } catch (FileSystemException e) {
            return false; // removed by its owner in the meantime
        } catch (IOException | UnsupportedOperationException e) {
            LibraryLog.logger().log(Level.DEBUG, "whose is {0}: {1}", session, e);
            return false;
        }
    }

    /** Says which named blocks nobody has unlinked. */
    static void warnOfNames(Path session) {
        List<String> left = new ArrayList<>();
        try (DirectoryStream<Path> records = Files.newDirectoryStream(session, "n-*")) {
            for (Path record : records) {
                TrackedName.of(record).filter(TrackedName::isThere).ifPresent(name -> left.add(name.name()));
            }
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "could not look for records in {0}: {1}", session, e);
        }
        if (!left.isEmpty()) {
            LibraryLog.logger()
                    .log(
                            Level.WARNING,
                            "shared memory was not unlinked, which is done now: {0}. Call unlink() when nobody needs"
                                    + " it any more",
                            String.join(", ", left));
        }
    }

    /** Deletes a directory, what is in it, and the named blocks that it keeps a record of. */
    static void remove(Path session) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(session)) {
            for (Path entry : entries) {
                TrackedName.of(entry).ifPresent(TrackedName::unlink);
                FaultPoint.at("session.unlinked");
                Files.deleteIfExists(entry);
                FaultPoint.at("session.forgotten");
            }
            Files.deleteIfExists(session);
            FaultPoint.at("session.removed");
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "could not remove {0}: {1}", session, e);
        }
    }
}
