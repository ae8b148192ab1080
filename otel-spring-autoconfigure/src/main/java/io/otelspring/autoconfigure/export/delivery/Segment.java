// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * A file of batches, to the end of which batches are written and from the begin of which
 * they are taken. Each has a header with a mark whether it is still wanted, which is
 * changed in place, so that a process that is killed neither loses nor repeats a batch.
 * Checksums tell what was written from what is there by accident.
 */
final class Segment {

	// mark, length of the body, items, checksum of these two, checksum of the body
	private static final int HEADER = 1 + 4 * Integer.BYTES;

	private static final byte WANTED = 'W';

	private static final byte DONE = 'D';

	private final long number;

	private final Path path;

	// Not a channel: one is closed by the interruption of a thread that uses it
	private final RandomAccessFile file;

	private long begin;

	private long end;

	private long damaged;

	private int batches;

	private long items;

	private long unreadable;

	private Segment(long number, Path path) throws IOException {
		this.number = number;
		this.path = path;
		this.file = new RandomAccessFile(path.toFile(), "rw");
	}

	/**
	 * Create a file.
	 * @param number tells older segments from newer ones, whatever the clock says
	 * @param path the file
	 * @return the segment
	 * @throws IOException if the file cannot be made
	 */
	static Segment create(long number, Path path) throws IOException {
		Files.createFile(path, OwnerOnly.file(path));
		return new Segment(number, path);
	}

	/**
	 * Open a file that another process left.
	 * @param number tells older segments from newer ones
	 * @param path the file
	 * @return the segment
	 * @throws IOException if the file cannot be read
	 */
	static Segment open(long number, Path path) throws IOException {
		Segment segment = new Segment(number, path);
		try {
			segment.scan();
		}
		catch (IOException ex) {
			segment.file.close();
			throw ex;
		}
		return segment;
	}

	private void scan() throws IOException {
		long length = this.file.length();
		while (this.end < length) {
			Header header = header(this.end, length);
			if (header == null) {
				this.damaged = length - this.end;
				return;
			}
			if (header.wanted()) {
				this.batches++;
				this.items += header.items();
			}
			this.end += HEADER + header.length();
		}
	}

	/**
	 * Write a batch, all of it or nothing.
	 * @param batch the batch
	 * @throws IOException if there is no room on the disk, or the disk fails
	 */
	void append(Batch batch) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(spaceOf(batch));
		buffer.put(WANTED).putInt(batch.size()).putInt(batch.items());
		buffer.putInt(checksum(buffer.array(), 1, 2 * Integer.BYTES));
		buffer.putInt(checksum(batch.body(), 0, batch.size()));
		buffer.put(batch.body());
		try {
			this.file.seek(this.end);
			this.file.write(buffer.array());
		}
		catch (IOException ex) {
			this.file.setLength(this.end);
			throw ex;
		}
		this.end += buffer.capacity();
		this.batches++;
		this.items += batch.items();
	}

	/**
	 * Read the oldest batch that is wanted. One whose body is not what was written is
	 * passed over.
	 * @return the batch, or {@code null} if there is none
	 * @throws IOException if the disk fails
	 */
	@Nullable Batch read() throws IOException {
		while (this.begin < this.end) {
			Header header = header(this.begin, this.end);
			if (header == null) {
				break;
			}
			if (header.wanted()) {
				byte[] body = new byte[header.length()];
				this.file.readFully(body);
				if (checksum(body, 0, body.length) == header.checksum()) {
					return new Batch(body, header.items());
				}
				this.batches--;
				this.items -= header.items();
				this.unreadable += header.items();
			}
			this.begin += HEADER + header.length();
		}
		// Nothing is left, or what was whole when the file was opened is not any more
		this.begin = this.end;
		this.unreadable += this.items;
		this.batches = 0;
		this.items = 0;
		return null;
	}

	/**
	 * Go on to the batch after the oldest, which is not wanted any more.
	 * @param batch the oldest, as it was read
	 */
	void done(Batch batch) throws IOException {
		long position = this.begin;
		this.begin += spaceOf(batch);
		this.batches--;
		this.items -= batch.items();
		this.file.seek(position);
		this.file.write(DONE);
	}

	/**
	 * Return how many items of wanted batches there are.
	 * @return the number of items
	 */
	long items() {
		return this.items;
	}

	/**
	 * Return how many items were passed over since this was asked last.
	 * @return the number of items
	 */
	long takeUnreadable() {
		long count = this.unreadable;
		this.unreadable = 0;
		return count;
	}

	/**
	 * Return how much at the end of the file is not readable.
	 * @return the number of bytes
	 */
	long damaged() {
		return this.damaged;
	}

	/**
	 * Return how many batches are wanted.
	 * @return the number of batches
	 */
	int batches() {
		return this.batches;
	}

	/**
	 * Return how much of the disk is taken.
	 * @return the number of bytes
	 */
	long size() {
		return this.end + this.damaged;
	}

	long number() {
		return this.number;
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	void delete() throws IOException {
		this.file.close();
		Files.deleteIfExists(this.path);
	}

	/**
	 * Bring what was written to the disk itself, and close the file.
	 */
	void close() throws IOException {
		try (RandomAccessFile closed = this.file) {
			closed.getFD().sync();
		}
	}

	/**
	 * Return how much of the disk a batch takes.
	 * @param batch the batch
	 * @return the number of bytes
	 */
	static int spaceOf(Batch batch) {
		return HEADER + batch.size();
	}

	private @Nullable Header header(long position, long limit) throws IOException {
		if (limit - position < HEADER) {
			return null;
		}
		byte[] bytes = new byte[HEADER];
		this.file.seek(position);
		this.file.readFully(bytes);
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		byte mark = buffer.get();
		int length = buffer.getInt();
		int count = buffer.getInt();
		boolean valid = (mark == WANTED || mark == DONE) && buffer.getInt() == checksum(bytes, 1, 2 * Integer.BYTES)
				&& length >= 0 && count >= 0 && length <= limit - position - HEADER;
		return valid ? new Header(mark == WANTED, length, count, buffer.getInt()) : null;
	}

	private static int checksum(byte[] bytes, int offset, int length) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, offset, length);
		return (int) checksum.getValue();
	}

	private record Header(boolean wanted, int length, int items, int checksum) {

	}

}
