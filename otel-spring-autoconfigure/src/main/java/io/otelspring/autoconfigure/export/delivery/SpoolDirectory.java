// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A process's own place in the directory of the spool. Several processes can share the
 * directory: each has a directory in it, which it holds by a lock for as long as it
 * lives. What a process left that was killed goes to another one of the same service.
 */
final class SpoolDirectory implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SpoolDirectory.class);

	private static final int LONGEST_NAME = 100;

	private final Path root;

	private final String service;

	private final Path own;

	private final DirectoryLock lock;

	private SpoolDirectory(Path root, String service, Path own, DirectoryLock lock) {
		this.root = root;
		this.service = service;
		this.own = own;
		this.lock = lock;
	}

	/**
	 * Take a place.
	 * @param root the directory of the spool, which is made if it is missing
	 * @param service the service, whose processes take over what others of it left
	 * @return the place
	 * @throws IOException if there is none to be had
	 */
	static SpoolDirectory open(Path root, String service) throws IOException {
		Files.createDirectories(root, OwnerOnly.directory(root));
		Path real = root.toRealPath();
		String name = nameOf(service);
		return DirectoryLock.alone(real, () -> {
			Path own = real.resolve(name + '-' + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
			Files.createDirectory(own, OwnerOnly.directory(own));
			DirectoryLock lock = DirectoryLock.of(own);
			if (lock == null) {
				throw new IOException("the file system has no locks");
			}
			return new SpoolDirectory(real, name, own, lock);
		});
	}

	/**
	 * Return a name that is good for a file and has no hyphen.
	 * @param text what is to be named
	 * @return the name
	 */
	static String nameOf(String text) {
		String name = text.replaceAll("[^A-Za-z0-9._]", "_");
		return (name.length() <= LONGEST_NAME) ? name : name.substring(0, LONGEST_NAME);
	}

	/**
	 * Make a directory in this place and move there what processes that are gone have in
	 * theirs of the same name.
	 * @param name the directory's name
	 * @param files where the files go, from the oldest to the newest of each process
	 * @return the directory
	 * @throws IOException if it cannot be made
	 */
	Path directory(String name, Inheritance files) throws IOException {
		Path directory = this.own.resolve(name);
		Files.createDirectory(directory, OwnerOnly.directory(directory));
		return DirectoryLock.alone(this.root, () -> {
			for (Path orphan : orphans()) {
				try {
					inherit(orphan, name, directory, files);
				}
				catch (IOException ex) {
					logger.warn("What is in " + orphan + " cannot be taken over for export: " + ex);
				}
			}
			return directory;
		});
	}

	private List<Path> orphans() throws IOException {
		List<Path> orphans = new ArrayList<>();
		for (Path child : children(this.root)) {
			if (isOfService(child) && !child.equals(this.own)) {
				orphans.add(child);
			}
		}
		orphans.sort(Comparator.comparing((orphan) -> orphan.toFile().lastModified()));
		return orphans;
	}

	private boolean isOfService(Path directory) {
		String name = directory.getFileName().toString();
		int end = name.lastIndexOf('-');
		return end == this.service.length() && name.startsWith(this.service) && Files.isDirectory(directory);
	}

	private static void inherit(Path orphan, String name, Path directory, Inheritance files) throws IOException {
		DirectoryLock lock = DirectoryLock.of(orphan);
		if (lock == null) {
			return;
		}
		try {
			Path left = orphan.resolve(name);
			if (Files.isDirectory(left)) {
				for (Path file : children(left)) {
					Files.move(file, directory.resolve(files.nameOf(file)));
				}
			}
			deleteEmpty(left);
		}
		finally {
			lock.release();
		}
		deleteUnused(orphan);
	}

	private static void deleteUnused(Path place) throws IOException {
		if (directories(place).isEmpty()) {
			DirectoryLock.delete(place);
			deleteEmpty(place);
		}
	}

	/**
	 * Limit what processes that are gone have left and nobody has moved. What is for a
	 * destination that this process has, or another one that lives, is not touched; nor
	 * is anything as long as another one starts, of which that is not known yet.
	 * @param maxSize how many bytes it may have
	 * @return the directories that are not empty
	 * @throws IOException if it cannot be read
	 */
	List<Path> left(long maxSize) throws IOException {
		return DirectoryLock.alone(this.root, () -> {
			this.lock.started();
			Set<String> wanted = new HashSet<>(names(this.own));
			boolean known = true;
			List<Path> gone = new ArrayList<>();
			for (Path orphan : orphans()) {
				DirectoryLock lock = DirectoryLock.of(orphan);
				if (lock == null) {
					wanted.addAll(names(orphan));
					known &= DirectoryLock.isStarted(orphan);
				}
				else {
					// Nobody takes it over meanwhile
					lock.release();
					gone.add(orphan);
				}
			}
			if (known) {
				limit(gone, wanted, maxSize);
			}
			List<Path> left = new ArrayList<>();
			for (Path orphan : gone) {
				left.addAll(directories(orphan));
			}
			return left;
		});
	}

	private static void limit(List<Path> gone, Set<String> wanted, long maxSize) throws IOException {
		Leftovers leftovers = new Leftovers();
		for (Path orphan : gone) {
			for (Path directory : directories(orphan)) {
				if (!wanted.contains(directory.getFileName().toString())) {
					for (Path file : children(directory)) {
						if (Spool.isBatches(file)) {
							leftovers.add(file);
						}
					}
				}
			}
		}
		leftovers.limit(maxSize);
		for (Path orphan : gone) {
			for (Path directory : directories(orphan)) {
				deleteEmpty(directory);
			}
			deleteUnused(orphan);
		}
	}

	private static Set<String> names(Path place) throws IOException {
		return directories(place).stream()
			.map((directory) -> directory.getFileName().toString())
			.collect(Collectors.toSet());
	}

	private static List<Path> directories(Path place) throws IOException {
		return children(place).stream().filter((child) -> Files.isDirectory(child)).toList();
	}

	/**
	 * Leave the place. What is in it waits for the next process.
	 */
	@Override
	public void close() throws IOException {
		DirectoryLock.alone(this.root, () -> {
			for (Path directory : directories(this.own)) {
				deleteEmpty(directory);
			}
			this.lock.release();
			if (children(this.own).size() == 1) {
				DirectoryLock.delete(this.own);
				deleteEmpty(this.own);
			}
			return this.own;
		});
	}

	private static void deleteEmpty(Path directory) throws IOException {
		try {
			Files.deleteIfExists(directory);
		}
		catch (DirectoryNotEmptyException ex) {
			// Something is left in it, so it stays
		}
	}

	private static List<Path> children(Path directory) throws IOException {
		List<Path> children = new ArrayList<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
			stream.forEach(children::add);
		}
		catch (NoSuchFileException ex) {
			return children;
		}
		children.sort(Comparator.comparing((child) -> child.getFileName().toString()));
		return children;
	}

	/**
	 * Tells the name that a file of a process that is gone gets.
	 */
	@FunctionalInterface
	interface Inheritance {

		String nameOf(Path file);

	}

}
