"""Jobs of peers.py that read or write a format. Each gives a function that is timed and answers the number of rows; what it needs in memory is
there before."""
import os
import struct


def kept(csv, ending):
    """A file in the work folder for what was made of a CSV file, since reading that takes longer than most jobs. The size tells a quick run's from others."""
    return os.path.join(os.environ.get("ZENSET_BENCH_WORK", os.path.dirname(csv)), f"{os.path.basename(csv)}-{os.path.getsize(csv)}{ending}")


def table_of(csv):
    """The numeric table as one array, row by row."""
    import numpy
    array = kept(csv, ".npy")
    if not os.path.exists(array):
        import pandas
        numpy.save(array, pandas.read_csv(csv).to_numpy())
    return numpy.load(array)


def columns_of(csv):
    """Its columns, each in one piece, by name."""
    import numpy
    table = numpy.asfortranarray(table_of(csv))
    return {f"f{i:02}": table[:, i] for i in range(table.shape[1])}


def sparse_of(csv):
    """The sparse table, whose CSV is the list row,column,value."""
    from scipy import sparse
    matrix = kept(csv, ".npz")
    if not os.path.exists(matrix):
        import pandas
        entries = pandas.read_csv(csv).to_numpy()
        sparse.save_npz(matrix, sparse.csr_matrix((entries[:, 2], (entries[:, 0].astype(int), entries[:, 1].astype(int)))), compressed=False)
    return sparse.load_npz(matrix)


def h5py_write(csv, target, packing="plain"):
    import h5py
    columns = columns_of(csv)
    how = {"compression": "gzip", "compression_opts": 4, "shuffle": True} if packing == "gzip" else {}
    def work():
        with h5py.File(target, "w") as file:
            for name, values in columns.items():
                file.create_dataset(f"numeric/{name}", data=values, **how)
        return len(values)
    return work


def h5py_read(path):
    import h5py
    def work():
        with h5py.File(path) as file:
            return len([dataset[()] for dataset in file["numeric"].values()][0])
    return work


def npz_write(csv, target):
    import numpy
    columns = columns_of(csv)
    def work():
        numpy.savez(target, **columns)
        return len(columns["f00"])
    return work


def npz_read(path):
    import numpy
    def work():
        with numpy.load(path) as file:
            return len([file[name] for name in file.files][0])
    return work


def npy_write(csv, target):
    import numpy
    table = table_of(csv)
    def work():
        numpy.save(target, table)
        return len(table)
    return work


def npy_read(path):
    import numpy
    return lambda: len(numpy.load(path))


def idx_write(csv, target):
    """Bytes that the numbers become, eight times over so that it takes a while, as pictures of 28 x 28."""
    import numpy
    pixels = numpy.tile(numpy.clip(table_of(csv) * 32 + 128, 0, 255).astype(numpy.uint8).ravel(), 8)
    pictures = pixels[:len(pixels) // 784 * 784].reshape(-1, 28, 28)
    def work():
        with open(target, "wb") as file:
            file.write(struct.pack(">4B3I", 0, 0, 8, 3, *pictures.shape))
            pictures.tofile(file)
        return len(pictures)
    return work


def idx_read(path):
    import numpy
    def work():
        with open(path, "rb") as file:
            axes = file.read(4)[3]
            return len(numpy.fromfile(file, numpy.uint8, offset=4 * axes).reshape(struct.unpack(f">{axes}I", os.pread(file.fileno(), 4 * axes, 4))))
    return work


def sqlite_write(csv, target):
    import sqlite3
    table = table_of(csv)
    def work():
        connection = sqlite3.connect(target)
        connection.execute(f"CREATE TABLE numeric ({', '.join(f'f{i:02} REAL' for i in range(table.shape[1]))})")
        connection.executemany(f"INSERT INTO numeric VALUES ({', '.join('?' * table.shape[1])})", (row.tolist() for row in table))
        connection.commit()
        return len(table)
    return work


def sqlite_read(path):
    import sqlite3
    return lambda: len(sqlite3.connect(path).execute("SELECT * FROM numeric").fetchall())


def svmlight_write(csv, target):
    from sklearn.datasets import dump_svmlight_file
    matrix = sparse_of(csv)
    def work():
        dump_svmlight_file(matrix, [i % 2 for i in range(matrix.shape[0])], target)
        return matrix.shape[0]
    return work


def svmlight_read(path):
    from sklearn.datasets import load_svmlight_file
    return lambda: load_svmlight_file(path)[0].shape[0]


def xgboost_read(path):
    import xgboost
    return lambda: xgboost.DMatrix(f"{path}?format=libsvm", silent=True).num_row()


def mtx_write(csv, target):
    from scipy.io import mmwrite
    matrix = sparse_of(csv)
    def work():
        mmwrite(target, matrix)
        return matrix.shape[0]
    return work


def mtx_read(path):
    from scipy.io import mmread
    return lambda: mmread(path).shape[0]


def arff_write(csv, target):
    import arff
    table = table_of(csv)
    def work():
        with open(target, "w", encoding="utf-8") as file:
            arff.dump({"relation": "numeric", "attributes": [(f"f{i:02}", "REAL") for i in range(table.shape[1])], "data": table.tolist()}, file)
        return len(table)
    return work


def example_class():
    """tf.train.Example as protobuf's own C++ code has it: the messages are described here, since TensorFlow, which has them, is not needed otherwise."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
    file = descriptor_pb2.FileDescriptorProto(name="example.proto", package="tensorflow", syntax="proto3")
    optional, repeated = 1, 3
    floats, int64, texts, message = 2, 3, 12, 11

    def described(parent, name, *fields):
        made = parent.add(name=name)
        for number, (field, kind, label, of) in enumerate(fields, 1):
            made.field.add(name=field, number=number, type=kind, label=label, type_name=f".tensorflow.{of}" if of else None)
        return made

    for name, kind in (("BytesList", texts), ("FloatList", floats), ("Int64List", int64)):
        described(file.message_type, name, ("value", kind, repeated, None))
    feature = described(file.message_type, "Feature", *[(f"{n}_list", message, optional, f"{n.title()}List") for n in ("bytes", "float", "int64")])
    feature.oneof_decl.add(name="kind")
    for field in feature.field:
        field.oneof_index = 0
    features = described(file.message_type, "Features", ("feature", message, repeated, "Features.FeatureEntry"))
    described(features.nested_type, "FeatureEntry", ("key", 9, optional, None), ("value", message, optional, "Feature")).options.map_entry = True
    described(file.message_type, "Example", ("features", message, optional, "Features"))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("tensorflow.Example"))


def masked_checksum():
    import crcmod.predefined
    crc = crcmod.predefined.mkPredefinedCrcFun("crc-32c")
    def masked(data):
        value = crc(data)
        return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF
    return masked


def tfrecord_write(csv, target):
    """The first 100,000 rows: Python makes every feature by itself."""
    example, checksum, rows = example_class(), masked_checksum(), table_of(csv)[:100_000].tolist()
    names = [f"f{i:02}" for i in range(len(rows[0]))]
    def work():
        with open(target, "wb") as file:
            for row in rows:
                record = example()
                feature = record.features.feature
                for name, value in zip(names, row):
                    feature[name].float_list.value.append(value)
                data, length = record.SerializeToString(deterministic=True), struct.pack("<Q", record.ByteSize())
                file.write(length + struct.pack("<I", checksum(length)) + data + struct.pack("<I", checksum(data)))
        return len(rows)
    return work


def tfrecord_read(path):
    """Into a list for each feature, checksums verified."""
    example, checksum = example_class(), masked_checksum()
    def work():
        columns = {}
        with open(path, "rb") as file:
            while head := file.read(12):
                length, sum_of_length = struct.unpack("<QI", head)
                data, sum_of_data = file.read(length), struct.unpack("<I", file.read(4))[0]
                if checksum(head[:8]) != sum_of_length or checksum(data) != sum_of_data:
                    raise ValueError("a checksum is wrong")
                for name, feature in example.FromString(data).features.feature.items():
                    columns.setdefault(name, []).extend(feature.float_list.value)
        return len(columns["f00"])
    return work


JOBS = {"h5py-write": h5py_write, "h5py-read": h5py_read, "npz-write": npz_write, "npz-read": npz_read, "npy-write": npy_write, "npy-read": npy_read,
        "idx-write": idx_write, "idx-read": idx_read, "sqlite-write": sqlite_write, "sqlite-read": sqlite_read, "svmlight-write": svmlight_write,
        "svmlight-read": svmlight_read, "xgboost-read": xgboost_read, "mtx-write": mtx_write, "mtx-read": mtx_read, "arff-write": arff_write,
        "tfrecord-write": tfrecord_write, "tfrecord-read": tfrecord_read}
