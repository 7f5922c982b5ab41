namespace RestStream.Storage.Records;

/// <summary>
/// The layout of Kafka's RecordBatch v2, all big-endian (source: Kafka's message format, https://kafka.apache.org/documentation/#recordbatch):
/// <code>
///  0 baseOffset i64 | 8 batchLength i32 (bytes after this field) | 12 partitionLeaderEpoch i32 | 16 magic i8 = 2 | 17 crc u32 (CRC-32C of 21..end)
/// 21 attributes i16 | 23 lastOffsetDelta i32 | 27 baseTimestamp i64 | 35 maxTimestamp i64 | 43 producerId i64 | 51 producerEpoch i16
/// 53 baseSequence i32 | 57 recordsCount i32 | 61 records
/// </code>
/// </summary>
public static class RecordBatchFormat
{
    /// <summary>Position of baseOffset.</summary>
    public const int BaseOffsetAt = 0;

    /// <summary>Position of batchLength.</summary>
    public const int LengthAt = 8;

    /// <summary>Position of partitionLeaderEpoch.</summary>
    public const int LeaderEpochAt = 12;

    /// <summary>Position of magic.</summary>
    public const int MagicAt = 16;

    /// <summary>Position of the CRC.</summary>
    public const int CrcAt = 17;

    /// <summary>Position of attributes: the first byte under the CRC.</summary>
    public const int AttributesAt = 21;

    /// <summary>Position of lastOffsetDelta.</summary>
    public const int LastOffsetDeltaAt = 23;

    /// <summary>Position of baseTimestamp.</summary>
    public const int BaseTimestampAt = 27;

    /// <summary>Position of maxTimestamp.</summary>
    public const int MaxTimestampAt = 35;

    /// <summary>Position of producerId.</summary>
    public const int ProducerIdAt = 43;

    /// <summary>Position of producerEpoch.</summary>
    public const int ProducerEpochAt = 51;

    /// <summary>Position of baseSequence.</summary>
    public const int BaseSequenceAt = 53;

    /// <summary>Position of recordsCount.</summary>
    public const int CountAt = 57;

    /// <summary>The length of the header; records begin here.</summary>
    public const int HeaderBytes = 61;

    /// <summary>The bytes before batchLength counts: baseOffset and batchLength itself.</summary>
    public const int OverheadBytes = 12;

    /// <summary>The only format written since Kafka 4.0.</summary>
    public const byte Magic = 2;

    /// <summary>Attribute bits 0–2: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.</summary>
    public const short CodecMask = 0x07;

    /// <summary>Attribute bit 3: the batch's maxTimestamp is the time of its append and holds for every record.</summary>
    public const short LogAppendTimeFlag = 0x08;

    /// <summary>Attribute bit 4: part of a transaction.</summary>
    public const short TransactionalFlag = 0x10;

    /// <summary>Attribute bit 5: a control batch; its records are not for readers.</summary>
    public const short ControlFlag = 0x20;

    /// <summary>Attribute bit 6: baseTimestamp is the delete horizon.</summary>
    public const short DeleteHorizonFlag = 0x40;

    /// <summary>Attribute bit 14, unused in Kafka: every value is valid JSON (or null) and every key UTF-8 (or null). Only our own door sets it.</summary>
    public const short JsonFlag = 0x4000;
}
