using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>
/// What a power loss can leave of a write that was not flushed: any part of it, by bytes and by sectors, with zeros or old data in the rest. Of all that
/// nothing may be taken for a frame, what was flushed before is found whole, and the journal goes on from there.
/// </summary>
public sealed class JournalTornWriteTests
{
    private const int Sector = 512;
    private static readonly byte[] Store = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
    private readonly SeededRandomness _chance = new(7);

    [Fact]
    public void TornFrame_CutAtAnyByte_IsCutOff_AndWhatWasFlushedIsFound()
    {
        foreach (var write in Writes())
        {
            for (var kept = write.Before.Length; kept <= write.After.Length; kept++)
            {
                AssertFrames(write.After[..kept], write);
                AssertFrames([.. write.After[..kept], .. new byte[write.After.Length - kept]], write);
            }
        }
    }

    [Fact]
    public void TornFrame_WithAnySectorsLost_IsCutOff_AndWhatWasFlushedIsFound()
    {
        foreach (var write in Writes())
        {
            var first = write.Before.Length / Sector;
            var sectors = ((write.After.Length - 1) / Sector) - first + 1;
            for (var lost = 1; lost < 1 << sectors; lost++)
            {
                AssertFrames(Lose(write, first, lost, old: 0), write);
                AssertFrames(Lose(write, first, lost, old: null), write);
            }
        }
    }

    [Fact]
    public void Damage_InAnyByteBeforeTheLastFrame_IsReportedWithItsPlace_AndNothingIsChanged()
    {
        var last = Writes()[^1];
        for (var damaged = JournalSegment.HeaderLength; damaged < last.Before.Length; damaged++)
        {
            byte[] disk = [.. last.After];
            disk[damaged] ^= 0x10;
            var storage = Disk(disk);
            try
            {
                // Only what fills a frame up to eight bytes may be anything.
                Assert.Equal([.. last.Frames, last.Frame], Recover(storage));
            }
            catch (EngineStoreException refused)
            {
                Assert.Contains("'journal 1 in memory' is damaged at byte ", refused.Message, StringComparison.Ordinal);
            }

            Assert.Equal(disk, Content(storage));
        }
    }

    [Fact]
    public void ATornFrame_InAFileThatIsNotTheNewest_IsDamage()
    {
        var written = Writes()[^1].After;
        var storage = Disk(written[..^9]);

        using var segment = JournalSegment.Open(storage, 1, Store);
        Assert.Contains("is damaged", Assert.Throws<EngineStoreException>(() => segment.Recover(isNewest: false, (_, _) => { })).Message, StringComparison.Ordinal);
        Assert.Equal(written[..^9], Content(storage));
    }

    [Fact]
    public void AnotherStoresFile_OrADamagedHeader_IsRefused()
    {
        var written = Writes()[^1].After;
        Assert.Throws<EngineStoreException>(() => JournalSegment.Open(Disk(written), 1, new byte[16]));
        for (var damaged = 0; damaged < JournalSegment.HeaderLength; damaged++)
        {
            byte[] disk = [.. written];
            disk[damaged] ^= 1;
            Assert.Contains("'journal 1 in memory'", Assert.Throws<EngineStoreException>(() => JournalSegment.Open(Disk(disk), 1, Store)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Some contents look like frames.</summary>
    private List<JournalWrite> Writes()
    {
        var storage = new MemoryJournalStorage();
        using var segment = JournalSegment.Create(storage, 1, Store);
        var writes = new List<JournalWrite>();
        foreach (var length in (int[])[0, 1, 7, 8, 100, 511, 513, 700, 1_900, 12])
        {
            var before = Content(storage);
            byte[] frame = length == 700 ? [.. before[^400..], .. new byte[300]] : [.. Enumerable.Range(0, length).Select(_ => (byte)_chance.Next(4))];
            segment.Append(Framed(frame));
            writes.Add(new JournalWrite(before, Content(storage), [.. writes.Select(write => write.Frame)], frame));
        }

        return writes;
    }

    private byte[] Lose(JournalWrite write, int first, int lost, byte? old)
    {
        byte[] disk = [.. write.After];
        for (var i = write.Before.Length; i < disk.Length; i++)
        {
            if ((lost >> ((i / Sector) - first) & 1) != 0)
            {
                disk[i] = old ?? (byte)_chance.Next(256);
            }
        }

        return disk;
    }

    private static void AssertFrames(byte[] disk, JournalWrite write)
    {
        var storage = Disk(disk);
        var found = Recover(storage);

        // The last frame is there whole or not at all. (The bytes that fill it up to eight may be anything.)
        List<byte[]> all = [.. write.Frames, write.Frame];
        Assert.Equal(found.Count == all.Count || disk.SequenceEqual(write.After) ? all : write.Frames, found);

        using (var segment = JournalSegment.Open(storage, 1, Store))
        {
            segment.Recover(isNewest: true, (_, _) => { });
            segment.Append(Framed([1, 2, 3]));
        }

        Assert.Equal([.. found, [1, 2, 3]], Recover(storage, isNewest: false));
    }

    private static JournalWriter Framed(byte[] content)
    {
        var writer = new JournalWriter();
        writer.Skip(JournalFrame.HeaderLength);
        writer.Raw(content);
        return writer;
    }

    private static List<byte[]> Recover(MemoryJournalStorage storage, bool isNewest = true)
    {
        var frames = new List<byte[]>();
        using var segment = JournalSegment.Open(storage, 1, Store);
        segment.Recover(isNewest, (content, _) => frames.Add(content.ToArray()));
        return frames;
    }

    private static MemoryJournalStorage Disk(byte[] content)
    {
        var storage = new MemoryJournalStorage();
        storage.Open(1).Write(content, 0);
        return storage;
    }

    private static byte[] Content(MemoryJournalStorage storage)
    {
        var content = new byte[storage.Open(1).Length];
        storage.Open(1).Read(content, 0);
        return content;
    }

    /// <summary>The file before and after a write, what frames it had before, and what the write added.</summary>
    private sealed record JournalWrite(byte[] Before, byte[] After, List<byte[]> Frames, byte[] Frame);
}
