// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@DisabledOnOs(OS.WINDOWS)
@ExtendWith(OutputCaptureExtension.class)
class SpoolTests {

	private static final long LARGE = 64 << 20;

	@TempDir
	private Path directory;

	private final CountingAccount account = new CountingAccount();

	@Test
	void batchesComeBackInOrder() throws IOException {
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 0, 300);
			assertThat(lane.items()).isEqualTo(300);
			assertThat(drain(lane)).isEqualTo(numbers(0, 300));
			assertThat(files()).isEmpty();
		}
	}

	@Test
	void batchThatIsReturnedComesAgain() throws IOException {
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 0, 2);
			assertThat(number(lane.take())).isZero();
			assertThat(lane.returned()).isTrue();
			assertThat(drain(lane)).isEqualTo(numbers(0, 2));
		}
	}

	@Test
	void nextProcessSendsWhatIsLeft() throws IOException {
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 0, 10);
			lane.take();
			lane.done();
		}
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			assertThat(lane.items()).isEqualTo(9);
			write(lane, 10, 15);
			assertThat(drain(lane)).isEqualTo(numbers(1, 15));
			assertThat(spool.lane("logs", this.account).take()).isNull();
		}
		assertThat(directories()).isEmpty();
	}

	@Test
	void anotherServiceGetsNothing() throws IOException {
		try (Spool spool = open()) {
			write(spool.lane("traces", this.account), 0, 1);
		}
		try (Spool other = Spool.open(this.directory, LARGE, "shop-2")) {
			assertThat(other.lane("traces", this.account).take()).isNull();
		}
		try (Spool spool = open()) {
			assertThat(drain(spool.lane("traces", this.account))).isEqualTo(numbers(0, 1));
		}
	}

	@Test
	void otherSignalsAreLeftToThoseWhoSendThem() throws IOException {
		try (Spool spool = open()) {
			write(spool.lane("traces", this.account), 0, 1);
			write(spool.lane("logs", this.account), 1, 2);
		}
		try (Spool spool = open()) {
			assertThat(drain(spool.lane("traces", this.account))).isEqualTo(numbers(0, 1));
		}
		try (Spool spool = open()) {
			assertThat(drain(spool.lane("logs", this.account))).isEqualTo(numbers(1, 2));
		}
		assertThat(directories()).isEmpty();
	}

	@Test
	void contextsOfOneProcessDoNotTakeFromEachOther() throws IOException {
		try (Spool first = open(); Spool second = open()) {
			SpoolLane lane = first.lane("traces", this.account);
			write(lane, 0, 3);
			assertThat(second.lane("traces", this.account).take()).isNull();
			try (Spool third = open()) {
				assertThat(third.lane("traces", this.account).take()).isNull();
			}
			assertThat(drain(lane)).isEqualTo(numbers(0, 3));
		}
	}

	@Test
	void oldestIsDroppedWhereTheLimitIsReached() throws IOException {
		long limit = 200_000;
		try (Spool spool = Spool.open(this.directory, limit, "shop")) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 0, 200);
			assertThat(size()).isLessThanOrEqualTo(limit).isGreaterThan(limit / 2);
			List<Integer> left = drain(lane);
			assertThat(left).isEqualTo(numbers(200 - left.size(), 200));
			assertThat(this.account.dropped).hasValue(200 - left.size());
		}
	}

	@Test
	void oldestOfAllSignalsIsDropped() throws IOException {
		CountingAccount logs = new CountingAccount();
		try (Spool spool = Spool.open(this.directory, 200_000, "shop")) {
			SpoolLane old = spool.lane("logs", logs);
			write(old, 0, 5);
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 0, 60);
			assertThat(logs.dropped).hasValue(0);
			write(lane, 60, 66);
			assertThat(logs.dropped).hasValue(5);
			assertThat(this.account.dropped).hasValue(0);
		}
	}

	@Test
	void batchThatIsOnItsWayIsNotCountedAsDroppedUnlessItIsReturned() throws IOException {
		try (Spool spool = Spool.open(this.directory, 40_000, "shop")) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 0, 5);
			lane.take();
			write(lane, 5, 30);
			long dropped = this.account.dropped.get();
			assertThat(dropped + lane.items()).isEqualTo(29);
			assertThat(lane.returned()).isFalse();
		}
	}

	@Test
	void limitHoldsForWhatIsTakenOverToo() throws IOException {
		try (Spool spool = open()) {
			write(spool.lane("traces", this.account), 0, 100);
		}
		try (Spool spool = Spool.open(this.directory, 50_000, "shop")) {
			SpoolLane lane = spool.lane("traces", this.account);
			assertThat(size()).isLessThanOrEqualTo(50_000);
			assertThat(drain(lane).size() + this.account.dropped.get()).isEqualTo(100);
		}
	}

	@Test
	void whatNobodySendsAnyMoreIsLimitedAndSaid(CapturedOutput output) throws IOException {
		for (int i = 0; i < 3; i++) {
			try (Spool spool = open()) {
				write(spool.lane("former-" + i, this.account), 0, 10);
			}
		}
		for (Path file : files()) {
			assertThat(file.toFile().setLastModified(file.toString().contains("former-1") ? 1_000 : 2_000)).isTrue();
		}
		Path kept = find((path) -> path.endsWith("former-0")).get(0);
		Path strange = Files.writeString(kept.resolve("strange"), "x".repeat(100_000));
		try (Spool spool = Spool.open(this.directory, 70_000, "shop")) {
			spool.lane("traces", this.account);
			spool.limitWhatIsLeft();
			assertThat(output).containsOnlyOnce("The oldest of it was deleted: 10 items, 30170 bytes.")
				.contains("takes 90510 bytes", "otel.export.spool.max-size (70000B)");
			assertThat(output.getOut().split("is not exported now", -1)).hasSize(3);
			assertThat(files()).hasSize(2).noneMatch((file) -> file.toString().contains("former-1"));
			spool.limitWhatIsLeft();
			assertThat(files()).hasSize(2);
		}
		assertThat(strange).as("what is not ours").exists();
		assertThat(this.account.dropped).hasValue(0);
		Files.delete(strange);
		try (Spool spool = open()) {
			assertThat(drain(spool.lane("former-0", this.account))).isEqualTo(numbers(0, 10));
			assertThat(drain(spool.lane("former-2", this.account))).isEqualTo(numbers(0, 10));
		}
	}

	@Test
	void whatAnotherProcessSendsThatLivesIsNotDeleted() throws IOException {
		try (Spool first = open(); Spool second = open()) {
			write(first.lane("theirs", this.account), 0, 20);
			write(second.lane("theirs", this.account), 20, 40);
			second.limitWhatIsLeft();
			first.close();
			try (Spool spool = Spool.open(this.directory, 10_000, "shop")) {
				spool.limitWhatIsLeft();
				assertThat(files()).hasSize(2);
			}
			try (Spool third = open()) {
				assertThat(drain(third.lane("theirs", this.account))).isEqualTo(numbers(0, 20));
			}
		}
	}

	@Test
	void nothingIsDeletedWhileAnotherProcessStarts() throws IOException {
		try (Spool spool = open()) {
			write(spool.lane("theirs", this.account), 0, 20);
		}
		try (Spool starting = open()) {
			try (Spool spool = Spool.open(this.directory, 10_000, "shop")) {
				spool.limitWhatIsLeft();
				assertThat(files()).hasSize(1);
			}
			assertThat(drain(starting.lane("theirs", this.account))).isEqualTo(numbers(0, 20));
		}
	}

	@Test
	void batchThatCannotFitIsRefused() throws IOException {
		try (Spool spool = Spool.open(this.directory, 2000, "shop")) {
			assertThat(spool.lane("traces", this.account).append(SpoolingProcess.batch(0), false)).isFalse();
		}
	}

	@Test
	void batchThatWasChangedOnDiskIsPassedOver() throws IOException {
		try (Spool spool = open()) {
			write(spool.lane("traces", this.account), 0, 5);
		}
		overwrite(files().get(0), 5 + 2 * (3000 + 17) + 1500, "garbage");
		try (Spool spool = open()) {
			assertThat(drain(spool.lane("traces", this.account))).containsExactly(0, 1, 3, 4);
			assertThat(this.account.dropped).hasValue(1);
		}
		assertThat(directories()).isEmpty();
	}

	@Test
	void whatFollowsADamagedHeaderIsGivenUp() throws IOException {
		try (Spool spool = open()) {
			write(spool.lane("traces", this.account), 0, 5);
		}
		overwrite(files().get(0), 2 * (3000 + 17) + 2, "garbage");
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 5, 7);
			assertThat(drain(lane)).containsExactly(0, 1, 5, 6);
		}
		assertThat(directories()).isEmpty();
	}

	@Test
	void strangeFilesDoNoHarm() throws IOException {
		try (Spool spool = open()) {
			write(spool.lane("traces", this.account), 0, 1);
		}
		Path lane = files().get(0).getParent();
		Files.writeString(lane.resolve("0readme.txt"), "not a spool at all ".repeat(100));
		Files.write(lane.resolve("empty"), new byte[0]);
		Files.write(lane.resolve("zeros"), new byte[5000]);
		Files.writeString(this.directory.resolve("shop-file"), "a file where a directory could be");
		Files.createDirectory(this.directory.resolve("shop-00000000"));
		try (Spool spool = open()) {
			assertThat(drain(spool.lane("traces", this.account))).isEqualTo(numbers(0, 1));
		}
	}

	@Test
	void nobodyElseCanReadIt() throws IOException {
		try (Spool spool = Spool.open(this.directory.resolve("made/by us"), LARGE, "shop")) {
			write(spool.lane("traces", this.account), 0, 1);
			try (Stream<Path> paths = Files.walk(this.directory.resolve("made/by us"))) {
				assertThat(paths).hasSize(6).allSatisfy((path) -> {
					String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
					assertThat(permissions).endsWith("------");
				});
			}
		}
	}

	@Test
	void clockPlaysNoPart() throws IOException {
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 0, 3);
			for (Path file : files()) {
				assertThat(file.toFile().setLastModified(0)).isTrue();
			}
			write(lane, 3, 5);
		}
		for (Path file : files()) {
			assertThat(file.toFile().setLastModified(System.currentTimeMillis() + 1_000_000_000)).isTrue();
		}
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			write(lane, 5, 6);
			assertThat(drain(lane)).isEqualTo(numbers(0, 6));
		}
	}

	@Test
	void diskThatFailsLeavesWhatWasWritten() throws IOException {
		try (Spool spool = open()) {
			SpoolLane lane = spool.lane("traces", this.account);
			Path gone = lanes().get(0);
			Files.delete(gone);
			assertThatIOException().isThrownBy(() -> lane.append(SpoolingProcess.batch(0), false));
			Files.createDirectory(gone);
			write(lane, 1, 3);
			assertThat(drain(lane)).isEqualTo(numbers(1, 3));
		}
	}

	@Test
	void processThatIsKilledWhileItWritesLosesAndRepeatsNothing() throws Exception {
		for (int round = 0; round < 3; round++) {
			SpoolingProcess process = SpoolingProcess.start(this.directory, LARGE, "shop");
			int written = -1;
			int done = -1;
			try (BufferedReader output = process.output()) {
				String line;
				int target = 200 + 77 * round;
				while ((line = output.readLine()) != null) {
					if (line.startsWith("written ")) {
						written = Integer.parseInt(line.substring(8));
					}
					else if (line.startsWith("done ")) {
						done = Integer.parseInt(line.substring(5));
					}
					if (written == target) {
						process.kill();
					}
				}
			}
			assertThat(done).isGreaterThan(50);
			try (Spool spool = open()) {
				List<Integer> left = drain(spool.lane("traces", this.account));
				// It may have got on a little without having been able to say so
				assertThat(left).isEqualTo(numbers(left.get(0), left.get(0) + left.size()));
				assertThat(left.get(0)).isBetween(done + 1, done + 2);
				assertThat(left.get(left.size() - 1)).isGreaterThanOrEqualTo(written);
			}
		}
		assertThat(directories()).isEmpty();
		assertThat(this.account.dropped).hasValue(0);
	}

	@Test
	void processesShareADirectory() throws Exception {
		SpoolingProcess process = SpoolingProcess.start(this.directory, LARGE, "shop");
		try (BufferedReader output = process.output()) {
			await(output, "written 20");
			try (Spool spool = open()) {
				SpoolLane lane = spool.lane("traces", this.account);
				assertThat(lane.take()).isNull();
				write(lane, 1000, 1003);
				await(output, "written 60");
				process.kill();
				assertThat(drain(lane)).isEqualTo(numbers(1000, 1003));
				try (Spool next = open()) {
					assertThat(drain(next.lane("traces", this.account))).hasSizeGreaterThan(20);
				}
			}
		}
		finally {
			process.kill();
		}
	}

	@Test
	void fullDiskLeavesWholeBatches() throws Exception {
		SpoolingProcess process = SpoolingProcess.start(this.directory, LARGE, "shop", "bash", "-c",
				"ulimit -f 100; exec \"$0\" \"$@\"");
		try (BufferedReader output = process.output()) {
			await(output, "full");
			process.kill();
			try (Spool spool = open()) {
				List<Integer> left = drain(spool.lane("traces", this.account));
				assertThat(left).isEqualTo(numbers(left.get(0), left.get(0) + left.size())).hasSizeGreaterThan(10);
			}
		}
		finally {
			process.kill();
		}
		assertThat(this.account.dropped).hasValue(0);
	}

	private static void await(BufferedReader output, String expected) throws IOException {
		String line = output.readLine();
		while (line != null && !line.equals(expected)) {
			line = output.readLine();
		}
		assertThat(line).isEqualTo(expected);
	}

	private Spool open() throws IOException {
		return Spool.open(this.directory, LARGE, "shop");
	}

	private static void write(SpoolLane lane, int from, int to) throws IOException {
		for (int number = from; number < to; number++) {
			assertThat(lane.append(SpoolingProcess.batch(number), false)).isTrue();
		}
	}

	private static List<Integer> drain(SpoolLane lane) {
		List<Integer> numbers = new ArrayList<>();
		Batch batch;
		while ((batch = lane.take()) != null) {
			numbers.add(number(batch));
			lane.done();
		}
		return numbers;
	}

	private static int number(Batch batch) {
		assertThat(batch).isNotNull();
		return SpoolingProcess.number(batch);
	}

	private static List<Integer> numbers(int from, int to) {
		return Stream.iterate(from, (number) -> number < to, (number) -> number + 1).toList();
	}

	private static void overwrite(Path file, long position, String text) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(text.getBytes()), position);
		}
	}

	private List<Path> files() throws IOException {
		return find((path) -> Files.isRegularFile(path) && path.toString().endsWith(".batches"));
	}

	private List<Path> lanes() throws IOException {
		return find((path) -> path.getFileName().toString().equals("traces"));
	}

	private List<Path> directories() throws IOException {
		return find((path) -> Files.isDirectory(path) && !path.equals(this.directory));
	}

	private List<Path> find(java.util.function.Predicate<Path> predicate) throws IOException {
		try (Stream<Path> paths = Files.walk(this.directory)) {
			return paths.filter(predicate).toList();
		}
	}

	private long size() throws IOException {
		long size = 0;
		for (Path file : files()) {
			size += Files.size(file);
		}
		return size;
	}

}
