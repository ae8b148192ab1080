// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Holds a directory for as long as the process lives, by the lock of a file in it. This
 * process must not so much as open a lock file that it holds already: on POSIX systems
 * that would lose the lock when the file is closed again. So what is held is noted where
 * all class loaders see it.
 */
final class DirectoryLock {

	private static final String FILE = "lock";

	private static final String HELD = "io.otelspring.spool.";

	private static final Set<StandardOpenOption> MADE_IF_MISSING = Set.of(StandardOpenOption.CREATE,
			StandardOpenOption.WRITE);

	private static final byte[] STARTED = { 1 };

	private final Path directory;

	private final FileChannel channel;

	private DirectoryLock(Path directory, FileChannel channel) {
		this.directory = directory;
		this.channel = channel;
	}

	/**
	 * Hold a directory.
	 * @param directory the directory
	 * @return the lock or {@code null} if somebody else holds it
	 */
	static @Nullable DirectoryLock of(Path directory) throws IOException {
		Properties held = System.getProperties();
		if (held.putIfAbsent(key(directory), "held") != null) {
			return null;
		}
		FileChannel channel = null;
		DirectoryLock lock = null;
		try {
			Path file = directory.resolve(FILE);
			channel = FileChannel.open(file, MADE_IF_MISSING, OwnerOnly.file(file));
			lock = (channel.tryLock() != null) ? new DirectoryLock(directory, channel) : null;
		}
		catch (NoSuchFileException | OverlappingFileLockException ex) {
			// Gone meanwhile, or held by this process after all
		}
		finally {
			if (lock == null) {
				held.remove(key(directory));
				if (channel != null) {
					channel.close();
				}
			}
		}
		return lock;
	}

	private static String key(Path directory) {
		return HELD + directory;
	}

	/**
	 * Note that the directory has a place for all that its process sends.
	 */
	void started() throws IOException {
		this.channel.write(ByteBuffer.wrap(STARTED), 0);
	}

	/**
	 * Return whether a directory that somebody else holds has a place for all that its
	 * process sends. The file is not opened for that.
	 * @param directory the directory
	 * @return whether it has
	 */
	static boolean isStarted(Path directory) throws IOException {
		return Files.size(directory.resolve(FILE)) > 0;
	}

	void release() throws IOException {
		this.channel.close();
		System.getProperties().remove(key(this.directory));
	}

	/**
	 * Delete the file of a directory that nobody holds any more.
	 * @param directory the directory
	 */
	static void delete(Path directory) throws IOException {
		Files.deleteIfExists(directory.resolve(FILE));
	}

	/**
	 * Do something while no other process does something like it, nor another application
	 * of this one.
	 * @param root the directory that they share
	 * @param step what to do
	 * @param <T> the type of the result
	 * @return the result
	 */
	static <T> T alone(Path root, Step<T> step) throws IOException {
		Path file = root.resolve(FILE);
		// One monitor for all class loaders
		synchronized ((HELD + root).intern()) {
			try (FileChannel channel = FileChannel.open(file, MADE_IF_MISSING, OwnerOnly.file(file))) {
				channel.lock();
				return step.run();
			}
		}
	}

	/**
	 * Something that is done alone.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Step<T> {

		T run() throws IOException;

	}

}
